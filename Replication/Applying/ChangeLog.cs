using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>A row for each change. Of an update that only one image of passes the filter, a deletion or a new row is told: the log is of the rows that do.</summary>
internal sealed class ChangeLog(SubscriptionSql sql) : TargetWriter(sql)
{
    // The last row of a key is what the source's was: rows of a log come in order and stay.
    public override string? Lookup(IReadOnlyList<string> carriers) => Sql.Keys.Count == 0
        ? null
        : $"SELECT {List(Sql.KeyColumns.Concat(carriers.Select(carrier => $"arg_max(struct_pack(v := {carrier}), rowid).v")))} FROM {Sql.Target} GROUP BY {List(Sql.KeyColumns)}";

    public override async Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken) =>
        await InsertAsync(Sql.Columns.Select(_ => "NULL"), "'T'", $"{row.Scan}", connection, cancellationToken);

    protected override async Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        const string letter = "CASE op WHEN 'V' THEN 'U' ELSE op END";
        if (Sql.Filter is null)
        {
            await InsertAsync(Sql.Values, letter, rows.Scan, connection, cancellationToken);
            return;
        }

        var filtered = $"(SELECT *, lag(f) OVER (ORDER BY n) AS was, lead(f) OVER (ORDER BY n) AS becomes FROM (SELECT *, {Sql.Filter} AS f FROM {rows.Scan})) WHERE f OR op = 'X'";
        await InsertAsync(Sql.Values, $"CASE WHEN op = 'V' AND NOT was THEN 'I' WHEN op = 'B' AND NOT becomes THEN 'D' ELSE {letter} END", filtered, connection, cancellationToken);
    }

    private async Task InsertAsync(IEnumerable<string> values, string letter, string from, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var changes = Sql.ChangeColumns(letter, "ct", "seq").ToList();
        await connection.ExecuteOneAsync(
            $"""
            INSERT INTO {Sql.Target} ({List(Sql.Columns.Concat(changes.Select(change => change.Column)))})
            SELECT {List(values.Concat(changes.Select(change => change.Value)))} FROM {from} ORDER BY n
            """,
            cancellationToken);
    }
}
