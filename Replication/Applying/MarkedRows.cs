using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>The rows as they are or last were at the source, found by their key: what is deleted there is marked here. A new row may find a marked one, and replaces it.</summary>
internal sealed class MarkedRows(SubscriptionSql sql) : TargetWriter(sql)
{
    private string? TypeColumn => Sql.ChangeType is null ? null : SubscriptionSql.Quote(Sql.ChangeType.RemoteName);

    public override string Lookup(IReadOnlyList<string> carriers) => $"SELECT {List(Sql.KeyColumns.Concat(carriers))} FROM {Sql.Target}";

    public override async Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (Marks("r.ct", "r.seq") is { Length: > 0 } marks)
            await connection.ExecuteOneAsync($"UPDATE {Sql.Target} AS t SET {marks} FROM {row.Scan} AS r WHERE {IsLive("t")}", cancellationToken);
    }

    protected override async Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var events = KeyedEvents.Of(Sql, rows, insertsReplace: true);
        if (isStrict) await RefuseMisfitAsync(KeyedEvents.FirstMisfit(Sql, events, $"CASE WHEN {IsLive("t")} THEN t.rowid END"), connection, cancellationToken);
        var names = List(KeyedEvents.Names(Sql));

        // Of each key the last row there was, and the last change, which may have taken it away.
        var ends = $"SELECT {names}, max(n) FILTER (WHERE put) AS n, arg_max(put, n) AS put, arg_max(ct, n) AS ct, arg_max(seq, n) AS seq FROM ({events}) GROUP BY {names}";
        var match = KeyedEvents.Match(Sql, "t", "e");
        if (Marks("e.ct", "e.seq") is { Length: > 0 } marks)
            await connection.ExecuteOneAsync($"UPDATE {Sql.Target} AS t SET {marks} FROM ({ends}) AS e WHERE {match} AND e.n IS NULL AND {IsLive("t")}", cancellationToken);
        await connection.ExecuteOneAsync($"DELETE FROM {Sql.Target} AS t USING ({ends}) AS e WHERE {match} AND e.n IS NOT NULL", cancellationToken);
        var changes = Sql.ChangeColumns("CASE WHEN e.put THEN 'A' ELSE 'D' END", "e.ct", "e.seq").ToList();
        await connection.ExecuteOneAsync(
            $"""
            INSERT INTO {Sql.Target} ({List(Sql.Columns.Concat(changes.Select(change => change.Column)))})
            SELECT {List(Sql.Values.Concat(changes.Select(change => change.Value)))} FROM {rows.Scan} JOIN (SELECT n AS last, put, ct, seq FROM ({ends})) AS e ON n = e.last
            """,
            cancellationToken);
    }

    private string IsLive(string table) => TypeColumn is null ? "true" : $"{table}.{TypeColumn} IS DISTINCT FROM 'D'";

    private string Marks(string time, string sequence) => List(Sql.ChangeColumns("'D'", time, sequence).Select(change => $"{change.Column} = {change.Value}"));
}
