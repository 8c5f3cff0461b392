using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Scans;

/// <summary>
/// Reads one large table over several connections that see the same snapshot, each taking the next range of pages when it is done with one. Page ranges are
/// disjoint and cover the table, and a row version has one place, so every row comes exactly once; the order of rows is lost.
/// </summary>
internal sealed class RangeScan(SessionConnections connections, PostgreSqlOptions options, RemoteStatement statement)
{
    /// <summary>More ranges than connections, so that one with many matching rows does not leave the others idle.</summary>
    private const int RangesPerConnection = 4;

    /// <summary>
    /// True for a scan whose rows may come in any order and that is expected to be large. The server then says whether the object is a table with enough pages.
    /// </summary>
    public static bool CanSplit(RemoteStatement statement, PostgreSqlOptions options)
    {
        if (statement.WithCondition is null || statement.IsOrdered || options.Parallel < 2) return false;
        var nodes = statement.Fragment.SelfAndDescendants().ToList();
        if (!nodes.TrueForAll(node => node is ScanNode or FilterNode or ProjectNode)) return false;
        if (nodes.OfType<ScanNode>().ToList() is not [var scan]) return false;
        if (scan.Table.Properties.FirstOrDefault(property => property.Name == Metadata.PropertyNames.Kind) is { Value: not "table" }) return false;

        // A selective filter is the business of an index, which ranges of pages would only disturb.
        var rows = statement.EstimatedRows ?? (nodes.Exists(node => node is FilterNode) ? 0 : scan.Table.Statistics?.RowCount);
        return rows >= options.ParallelMinRows;
    }

    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<SessionConnections.Lease> leases = [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<RecordBatch>(options.Parallel);
        var reading = Task.CompletedTask;
        try
        {
            var ranges = await PrepareAsync(leases, cancellationToken);
            reading = ReadAllAsync(leases, ranges, channel.Writer, stop);
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken)) yield return batch;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (channel.Reader.TryRead(out var batch)) batch.Dispose();
            foreach (var lease in leases) await lease.ReturnAsync();
        }
    }

    /// <summary>Lends as many connections as the table is worth, and there are, and cuts the table into conditions.</summary>
    private async Task<Queue<string?>> PrepareAsync(List<SessionConnections.Lease> leases, CancellationToken cancellationToken)
    {
        try
        {
            leases.Add(await connections.AcquireInSnapshotAsync(cancellationToken));
            var pages = await CountPagesAsync(leases[0].Connection);
            var wanted = pages < options.ParallelMinPages ? 1 : (int)Math.Min(options.Parallel, Math.Max(2, pages / options.ParallelMinPages));
            while (leases.Count < wanted && await connections.TryAcquireInSnapshotAsync(cancellationToken) is { } lease) leases.Add(lease);
            foreach (var _ in leases) statement.Progress.AddConnection();
            return leases.Count == 1 ? new Queue<string?>([null]) : new Queue<string?>(Cut(pages, leases.Count * RangesPerConnection));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }

    /// <summary>
    /// Pages the table has now, 0 when it cannot be split: ranges of ctid are read directly since PostgreSQL 14, and mean pages only in heap tables.
    /// </summary>
    private async Task<long> CountPagesAsync(WireConnection connection)
    {
        var path = statement.Fragment.SelfAndDescendants().OfType<ScanNode>().Single().Table.Path;
        var name = string.Join('.', path.Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        var pages = await connection.RunAsync($"""
            SELECT pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint
            FROM pg_catalog.pg_class c
            WHERE c.oid = pg_catalog.to_regclass('{name.Replace("'", "''", StringComparison.Ordinal)}') AND c.relkind IN ('r', 'm') AND c.relam = 2
              AND pg_catalog.current_setting('server_version_num')::int >= 140000
            """);
        return pages is null ? 0 : long.Parse(pages, CultureInfo.InvariantCulture);
    }

    /// <summary>The last range is open: it is where a row would be that came after counting, though the snapshot does not see it.</summary>
    private static IEnumerable<string> Cut(long pages, int count)
    {
        var size = (pages + count - 1) / count;
        for (var i = 0; i < count; i++)
        {
            var from = string.Create(CultureInfo.InvariantCulture, $"ctid >= '({i * size},0)'::tid");
            yield return i == count - 1 ? from : from + string.Create(CultureInfo.InvariantCulture, $" AND ctid < '({(i + 1) * size},0)'::tid");
        }
    }

    private async Task ReadAllAsync(List<SessionConnections.Lease> leases, Queue<string?> ranges, ChannelWriter<RecordBatch> output, CancellationTokenSource stop)
    {
        Exception? failure = null;
        await Task.WhenAll(leases.Select(async lease =>
        {
            try
            {
                await ReadRangesAsync(lease, ranges, output, stop.Token);
            }
            catch (Exception error)
            {
                // The first failure is the one to tell; the others are its echo.
                Interlocked.CompareExchange(ref failure, error, null);
                await stop.CancelAsync();
            }
        }));
        output.Complete(failure);
    }

    private async Task ReadRangesAsync(SessionConnections.Lease lease, Queue<string?> ranges, ChannelWriter<RecordBatch> output, CancellationToken cancellationToken)
    {
        while (Next(ranges, out var condition))
        {
            var sql = condition is null ? statement.Sql : statement.WithCondition!(condition);
            await using var run = await StartAsync(lease, sql, cancellationToken);
            while (await run.NextAsync() is { } batch)
            {
                try
                {
                    await output.WriteAsync(batch, cancellationToken);
                }
                catch
                {
                    batch.Dispose();
                    throw;
                }
            }
        }
    }

    private async ValueTask<FragmentRun> StartAsync(SessionConnections.Lease lease, string sql, CancellationToken cancellationToken)
    {
        try
        {
            return await FragmentRun.StartAsync(options, lease, ownsLease: false, sql, statement, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }

    private static bool Next(Queue<string?> ranges, out string? condition)
    {
        lock (ranges) return ranges.TryDequeue(out condition);
    }
}
