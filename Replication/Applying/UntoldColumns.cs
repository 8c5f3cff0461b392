using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Columns that the source did not tell, because the change left them as they were, get the value of the row before: that of the before image, of an earlier change of the row, or what the target holds.
/// A row is followed by its key; where a key changes, what comes after it waits until the target has the new one.
/// </summary>
internal static class UntoldColumns
{
    /// <summary>The changes in parts, to be applied one after the other: completing the next reads what the one before has written.</summary>
    public static async IAsyncEnumerable<StepRows> CompleteAsync(
        StagedRun run, StepRows rows, TargetWriter writer, DuckDbConnection connection, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = long.MinValue;
        foreach (var end in (await KeyChangesAsync(rows, writer.Sql, connection, cancellationToken)).Append(long.MaxValue))
        {
            var part = string.Create(CultureInfo.InvariantCulture, $"(SELECT * FROM {rows.Scan} WHERE n >= {from} AND n <= {end})");
            using var completed = new BatchList(run.Schema, await ReadAsync(Query(part, run, writer), run.Schema, connection, cancellationToken));
            from = end == long.MaxValue ? end : end + 1;
            if (completed.EstimatedRows == 0) continue;
            var slot = connection.Engine.OpenSlot(completed);
            try
            {
                yield return new StepRows(StagedRun.ScanOf(slot, run.Columns, run.Untold), run.Untold, completed.EstimatedRows!.Value);
            }
            finally
            {
                connection.Engine.CloseSlot(slot);
            }
        }
    }

    private static string Query(string part, StagedRun run, TargetWriter writer)
    {
        var sql = writer.Sql;
        var carriers = run.Untold.Select(column => (Column: column, Carrier: sql.CarrierOf(column))).Where(found => found.Carrier is not null).ToDictionary(found => found.Column, found => found.Carrier!);
        var lookup = writer.Lookup([.. carriers.Values]);
        var keys = Enumerable.Range(0, sql.Keys.Count).ToList();

        // Without keys only the before image is known to be the same row.
        var rowOf = keys.Count == 0 ? "CASE WHEN op = 'V' THEN n - 1 ELSE n END AS p0" : List(keys, i => $"CASE WHEN op = 'V' THEN lag(k{i}) OVER (ORDER BY n) ELSE k{i} END AS p{i}");
        var places = keys.Count == 0 ? "p0" : List(keys, i => $"p{i}");
        var named = keys.Count == 0 ? $"SELECT * FROM {part}" : $"SELECT *, {List(keys, i => $"{sql.Keys[i]} AS k{i}")} FROM {part}";
        var told = List(run.Untold, i => $"last_value(CASE WHEN NOT u{i} THEN struct_pack(v := x{i}) END IGNORE NULLS) OVER (PARTITION BY {places} ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS l{i}");
        var join = lookup is null
            ? ""
            : $" LEFT JOIN (SELECT *, true AS here FROM ({lookup}) AS h({List(keys, i => $"h{i}")}{string.Concat(carriers.Keys.Select(i => Text($", w{i}")))})) AS t ON {string.Join(" AND ", keys.Select(i => Text($"h{i} = p{i}")))}";
        var values = List(Enumerable.Range(0, run.Columns), i => !run.Untold.Contains(i) ? (FormattableString)$"x{i}" : (FormattableString)$"CASE WHEN NOT u{i} THEN x{i} WHEN l{i} IS NOT NULL THEN l{i}.v {(lookup is not null && carriers.ContainsKey(i) ? Text($"ELSE w{i} ") : "")}END");
        var lacks = List(run.Untold, i => $"u{i} AND l{i} IS NULL{(lookup is not null && carriers.ContainsKey(i) ? " AND here IS NULL" : "")}");
        return $"SELECT n, op, ct, seq, {values}, {lacks} FROM (SELECT *, {told} FROM (SELECT *, {rowOf} FROM ({named}))){join} ORDER BY n";
    }

    private static async Task<List<long>> KeyChangesAsync(StepRows rows, SubscriptionSql sql, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (sql.Keys.Count == 0) return [];
        var keys = Enumerable.Range(0, sql.Keys.Count).ToList();
        var query = $"""
            SELECT n FROM (SELECT n, op, {List(keys, i => $"k{i}, lag(k{i}) OVER (ORDER BY n) AS b{i}")} FROM (SELECT n, op, {List(keys, i => $"{sql.Keys[i]} AS k{i}")} FROM {rows.Scan}))
            WHERE op = 'V' AND ({string.Join(" OR ", keys.Select(i => Text($"k{i} IS DISTINCT FROM b{i}")))}) ORDER BY n
            """;
        List<long> numbers = [];
        foreach (var batch in await ReadAsync(query, new Schema([new Field("n", SqlType.Int8)]), connection, cancellationToken))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) numbers.Add(batch.Column(0).GetValue<long>(i));
        }

        return numbers;
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
