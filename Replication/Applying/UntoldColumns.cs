using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Columns that the source did not tell, because the change left them as they were, get the value of the row before: that of the before image, of an earlier change of the row, or
/// what the target holds. Between the marks the target may be ahead of the change: a row that is there under its new key is the one that the load has seen, whoever has the old key by then.
/// </summary>
internal sealed class UntoldColumns : IDisposable
{
    private readonly DuckDbEngine _engine;
    private readonly BatchList _completed;
    private readonly long _slot;

    private UntoldColumns(StagedRun run, DuckDbEngine engine, BatchList completed)
    {
        (_engine, _completed, _slot) = (engine, completed, engine.OpenSlot(completed));
        Rows = new StepRows(StagedRun.ScanOf(_slot, run.Columns, run.Untold), run.Untold, completed.EstimatedRows ?? 0) { AreAfterImages = run.AreAfterImages };
    }

    /// <summary>The changes completed. What is untold of them still is to be found nowhere.</summary>
    public StepRows Rows { get; }

    public static async Task<UntoldColumns> CompleteAsync(StagedRun run, StepRows rows, TargetWriter writer, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var keys = Enumerable.Range(0, writer.Sql.Keys.Count).ToList();
        var named = keys.Count == 0 ? $"SELECT * FROM {rows.Scan}" : $"SELECT *, {List(keys, i => $"{writer.Sql.Keys[i]} AS k{i}")} FROM {rows.Scan}";
        using var lineages = keys.Count > 0 && await ChangeKeysAsync(named, keys, connection, cancellationToken) ? await FollowAsync(named, keys, connection, cancellationToken) : null;
        var slot = lineages is null ? 0 : connection.Engine.OpenSlot(lineages);
        try
        {
            var query = lineages is null
                ? Query(OfOneRow(named, keys), keys.Count == 0 ? "p0" : List(keys, i => $"p{i}"), keys, run, writer, isAhead: false)
                : Query(OfLineage(named, keys, slot), "first", keys, run, writer, isAhead: !isStrict);
            return new UntoldColumns(run, connection.Engine, new BatchList(run.Schema, await ReadAsync(query, run.Schema, connection, cancellationToken)));
        }
        finally
        {
            if (lineages is not null) connection.Engine.CloseSlot(slot);
        }
    }

    public void Dispose()
    {
        _engine.CloseSlot(_slot);
        _completed.Dispose();
    }

    // p0 … tell the changes of a row together. Without keys only the before image is known to be of the same row.
    private static string OfOneRow(string named, List<int> keys) =>
        keys.Count == 0 ? $"SELECT *, CASE WHEN op = 'V' THEN n - 1 ELSE n END AS p0 FROM ({named})" : $"SELECT *, {List(keys, i => $"k{i} AS p{i}")} FROM ({named})";

    // The key by which the row is found in the target is the one of its first change.
    private static string OfLineage(string named, List<int> keys, long slot) => Text(
        $"""
        SELECT e.*, {List(keys, i => $"f.k{i} AS p{i}")}, l.first FROM ({named}) AS e JOIN gw_scan({slot}) AS l(n, first) ON e.n = l.n JOIN (SELECT n, {List(keys, i => $"k{i}")} FROM ({named})) AS f ON f.n = l.first
        """);

    private static string Query(string grouped, string row, List<int> keys, StagedRun run, TargetWriter writer, bool isAhead)
    {
        var sql = writer.Sql;
        var carriers = run.Untold.Select(column => (Column: column, Carrier: sql.CarrierOf(column))).Where(found => found.Carrier is not null).ToDictionary(found => found.Column, found => found.Carrier!);
        var lookup = writer.Lookup([.. carriers.Values]);
        var told = List(run.Untold, i => $"last_value(CASE WHEN NOT u{i} THEN struct_pack(v := x{i}) END IGNORE NULLS) OVER (PARTITION BY {row} ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS l{i}");
        string Join(char key, char value, string found, char of) =>
            $" LEFT JOIN (SELECT *, true AS {found} FROM ({lookup}) AS h({List(keys, i => $"{key}{i}")}{string.Concat(carriers.Keys.Select(i => Text($", {value}{i}")))})) AS {found}_rows ON {string.Join(" AND ", keys.Select(i => Text($"{key}{i} = {of}{i}")))}";
        isAhead &= lookup is not null;
        var join = lookup is null ? "" : Join('h', 'w', "here", 'p') + (isAhead ? Join('a', 'y', "ahead", 'k') : "");
        bool IsHeld(int column) => lookup is not null && carriers.ContainsKey(column);
        string Held(int column) => !IsHeld(column) ? "" : isAhead ? Text($"WHEN ahead THEN y{column} ELSE w{column} ") : Text($"ELSE w{column} ");
        var values = List(Enumerable.Range(0, run.Columns), i => !run.Untold.Contains(i)
            ? (FormattableString)$"x{i}"
            : $"CASE WHEN NOT u{i} THEN x{i} WHEN l{i} IS NOT NULL THEN l{i}.v {Held(i)}END");
        var lacks = List(run.Untold, i => $"u{i} AND l{i} IS NULL{(IsHeld(i) ? " AND here IS NULL" + (isAhead ? " AND ahead IS NULL" : "") : "")}");
        return $"SELECT n, op, ct, seq, {values}, {lacks} FROM (SELECT *, {told} FROM ({grouped})){join} ORDER BY n";
    }

    private static async Task<bool> ChangeKeysAsync(string named, List<int> keys, DuckDbConnection connection, CancellationToken cancellationToken) =>
        await TargetWriter.ReadAsync(
            connection,
            $"""
            SELECT min(n) FROM (SELECT n, op, {List(keys, i => $"k{i}, lag(k{i}) OVER (ORDER BY n) AS b{i}")} FROM ({named}))
            WHERE op = 'V' AND ({string.Join(" OR ", keys.Select(i => Text($"k{i} IS DISTINCT FROM b{i}")))})
            """,
            cancellationToken) is not null;

    private static async Task<BatchList> FollowAsync(string named, List<int> keys, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var schema = new Schema([new Field("n", SqlType.Int8), new Field("op", SqlType.Text), .. keys.Select(_ => new Field("k", SqlType.Text))]);
        var lineages = new Lineages();
        List<RecordBatch> followed = [];
        foreach (var batch in await ReadAsync($"SELECT n, op, {List(keys, i => $"CAST(k{i} AS VARCHAR)")} FROM ({named}) ORDER BY n", schema, connection, cancellationToken))
        {
            using (batch) followed.Add(lineages.Follow(batch));
        }

        return new BatchList(Lineages.Schema, followed);
    }

    private static async Task<List<RecordBatch>> ReadAsync(string query, Schema schema, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        List<RecordBatch> batches = [];
        try
        {
            await using var reader = connection.Query(query, schema, cancellationToken);
            while (await reader.ReadAsync(cancellationToken) is { } batch) batches.Add(batch);
            return batches;
        }
        catch
        {
            foreach (var batch in batches) batch.Dispose();
            throw;
        }
    }

    private static string List(IEnumerable<int> numbers, Func<int, FormattableString> write) => string.Join(", ", numbers.Select(number => Text(write(number))));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
