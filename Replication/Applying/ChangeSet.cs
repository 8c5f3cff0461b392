using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Changes as rows of the table that a procedure reads, a temporary one of the connection: each as it was, in their order. Besides the procedure's columns it has n, a change's number, and op, its letter as
/// <see cref="StepRows"/> has it.
/// </summary>
internal sealed class ChangeSet(SubscriptionSql sql) : TargetWriter(sql)
{
    // The rows before are nobody's here: what a change does not tell stays untold.
    public override string? Lookup(IReadOnlyList<string> carriers) => null;

    public async Task CreateAsync(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var columns = Sql.Plan.Target.Columns.Select(column => $"{SubscriptionSql.Quote(column.RemoteName)} {EngineType.Of(column.Type)}");
        await connection.ExecuteAsync($"CREATE TEMPORARY TABLE IF NOT EXISTS {Sql.Target} ({List(columns)}, n BIGINT, op VARCHAR); DELETE FROM {Sql.Target}", cancellationToken);
    }

    public async Task ClearAsync(DuckDbConnection connection, CancellationToken cancellationToken) => await connection.ExecuteOneAsync($"DELETE FROM {Sql.Target}", cancellationToken);

    public async Task<bool> IsEmptyAsync(DuckDbConnection connection, CancellationToken cancellationToken) =>
        await ReadAsync(connection, $"SELECT CAST(count(*) AS BIGINT) FROM (SELECT 1 FROM {Sql.Target} LIMIT 1)", cancellationToken) == 0;

    public override async Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken) =>
        await InsertAsync(Sql.Columns.Select(_ => "NULL"), "'T'", "'T'", row.Scan, connection, cancellationToken);

    // Of an update that only one image of passes the filter, a new row or a deletion is told.
    protected override async Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (Sql.Filter is null)
        {
            await InsertAsync(Sql.Values, Letter("op"), "op", rows.Scan, connection, cancellationToken);
            return;
        }

        const string becomes = "CASE WHEN op = 'V' AND NOT was THEN 'I' WHEN op = 'B' AND NOT becomes THEN 'D' ELSE op END";
        var filtered = $"(SELECT *, lag(f) OVER (ORDER BY n) AS was, lead(f) OVER (ORDER BY n) AS becomes FROM (SELECT *, {Sql.Filter} AS f FROM {rows.Scan})) WHERE f OR op = 'X'";
        await InsertAsync(Sql.Values, Letter(becomes), becomes, filtered, connection, cancellationToken);
    }

    private static string Letter(string op) => $"CASE {op} WHEN 'V' THEN 'U' ELSE {op} END";

    private async Task InsertAsync(IEnumerable<string> values, string letter, string op, string from, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var changes = Sql.ChangeColumns(letter, "ct", "seq").ToList();
        await connection.ExecuteOneAsync(
            $"""
            INSERT INTO {Sql.Target} ({List(Sql.Columns.Concat(changes.Select(change => change.Column)))}, n, op)
            SELECT {List(values.Concat(changes.Select(change => change.Value)))}, n, {op} FROM {from} ORDER BY n
            """,
            cancellationToken);
    }
}
