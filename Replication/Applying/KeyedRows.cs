using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// The rows as they are at the source, found by their key. Of each key only what the last change leaves is written: the rows of all touched keys go, and those that are to be
/// there come.
/// </summary>
internal sealed class KeyedRows(SubscriptionSql sql) : TargetWriter(sql)
{
    public override string Lookup(IReadOnlyList<string> carriers) => $"SELECT {List(Sql.KeyColumns.Concat(carriers))} FROM {Sql.Target}";

    public override async Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteOneAsync($"DELETE FROM {Sql.Target}", cancellationToken);

    protected override async Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var events = KeyedEvents.Of(Sql, rows, insertsReplace: false);
        if (isStrict) await RefuseMisfitAsync(KeyedEvents.FirstMisfit(Sql, events, "t.rowid"), connection, cancellationToken);
        var names = List(KeyedEvents.Names(Sql));
        await connection.ExecuteOneAsync(
            $"DELETE FROM {Sql.Target} AS t USING (SELECT DISTINCT {names} FROM ({events})) AS e WHERE {KeyedEvents.Match(Sql, "t", "e")}", cancellationToken);
        await connection.ExecuteOneAsync(
            $"""
            INSERT INTO {Sql.Target} ({List(Sql.Columns)}) SELECT {List(Sql.Values)} FROM {rows.Scan}
            WHERE n IN (SELECT n FROM (SELECT max(n) AS n, arg_max(put, n) AS put FROM ({events}) GROUP BY {names}) WHERE put)
            """,
            cancellationToken);
    }
}
