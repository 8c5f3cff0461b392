using System.Globalization;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// The rows as they are at the source, which has no key: a change concerns one of the rows whose columns are all the same, whichever. What counts is how many more or less of
/// them there are in the end.
/// </summary>
internal sealed class CountedRows(SubscriptionSql sql) : TargetWriter(sql)
{
    public override string? Lookup(IReadOnlyList<string> carriers) => null;

    public override async Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteOneAsync($"DELETE FROM {Sql.Target}", cancellationToken);

    protected override async Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(connection, $"SELECT min(n) FROM {rows.Scan} WHERE op NOT IN ('I', 'V', 'B', 'D')", cancellationToken)) is { } keyed)
        {
            throw new RowConflictException(
                keyed, ExceptionNumbers.DeltaFailed, SqlState.ObjectNotInPrerequisiteState,
                "a change of a table without a key does not tell the row's old values: run ALTER TABLE … REPLICA IDENTITY FULL at the source");
        }

        var names = List(Sql.Columns.Select((_, i) => Name(i)));
        var where = Sql.Filter is null ? "" : $" WHERE {Sql.Filter}";
        var events = $"SELECT n, CASE WHEN op IN ('I', 'V') THEN 1 ELSE -1 END AS d, {List(Sql.Values.Select((value, i) => $"{value} AS {Name(i)}"))} FROM {rows.Scan}{where}";
        var counts = $"SELECT sum(d)::BIGINT AS d, {names} FROM ({events}) GROUP BY {names}";
        var there = $"SELECT count(t.rowid) AS there, {List(Sql.Columns.Select((_, i) => "e." + Name(i)))} FROM (SELECT DISTINCT {names} FROM ({events})) AS e LEFT JOIN {Sql.Target} AS t ON {Match("e")} GROUP BY ALL";
        if (isStrict)
        {
            await RefuseMisfitAsync(
                $"""
                SELECT min(n) FROM (SELECT e.n, c.there + sum(e.d) OVER (PARTITION BY {List(Sql.Columns.Select((_, i) => "e." + Name(i)))} ORDER BY e.n ROWS UNBOUNDED PRECEDING) AS remaining
                  FROM ({events}) AS e JOIN ({there}) AS c ON {string.Join(" AND ", Sql.Columns.Select((_, i) => $"e.{Name(i)} IS NOT DISTINCT FROM c.{Name(i)}"))}) WHERE remaining < 0
                """,
                connection, cancellationToken);
        }

        // While correcting, what is there already was loaded after the change.
        var added = isStrict
            ? $"SELECT {names}, unnest(range(d)) AS copy FROM ({counts}) WHERE d > 0"
            : $"SELECT {List(Sql.Columns.Select((_, i) => "c." + Name(i)))}, unnest(range(greatest(c.d - p.there, 0))) AS copy FROM ({counts}) AS c JOIN ({there}) AS p ON {string.Join(" AND ", Sql.Columns.Select((_, i) => $"c.{Name(i)} IS NOT DISTINCT FROM p.{Name(i)}"))} WHERE c.d > 0";
        await connection.ExecuteOneAsync(
            $"""
            DELETE FROM {Sql.Target} WHERE rowid IN (SELECT row FROM (
              SELECT t.rowid AS row, row_number() OVER (PARTITION BY {List(Sql.Columns.Select((_, i) => "e." + Name(i)))} ORDER BY t.rowid) AS place, e.d
              FROM ({counts}) AS e JOIN {Sql.Target} AS t ON {Match("e")} WHERE e.d < 0) WHERE place <= -d)
            """,
            cancellationToken);
        await connection.ExecuteOneAsync($"INSERT INTO {Sql.Target} ({List(Sql.Columns)}) SELECT {names} FROM ({added})", cancellationToken);
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");

    private string Match(string rows) => string.Join(" AND ", Sql.Columns.Select((column, i) => $"t.{column} IS NOT DISTINCT FROM {rows}.{Name(i)}"));
}
