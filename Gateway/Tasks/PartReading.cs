using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>A part of a load that is ready to be read.</summary>
internal sealed record PreparedPart(int Number, Expression Condition, PlanNode Plan, StatementContext Context);

/// <summary>
/// Reads the parts of a table, several at a time, and hands their rows on as one stream in no order. All of them see the source at one moment, which the sessions of their contexts see to. The first
/// part that fails ends the others, and is named.
/// </summary>
internal sealed class PartReading(string table, IReadOnlyList<PreparedPart> parts, ILoadWatch watch)
{
    /// <summary>Parts read at a time.</summary>
    private const int AtATime = 4;

    private Exception? _failure;

    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rows = Channel.CreateBounded<RecordBatch>(AtATime);
        var reading = ReadAllAsync(rows.Writer, stop);
        try
        {
            await foreach (var batch in rows.Reader.ReadAllAsync(cancellationToken)) yield return batch;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
            while (rows.Reader.TryRead(out var batch)) batch.Dispose();
        }
    }

    // Ends the stream; with an error unless every part has come to its end.
    private async Task ReadAllAsync(ChannelWriter<RecordBatch> rows, CancellationTokenSource stop)
    {
        var open = new ConcurrentQueue<PreparedPart>(parts);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtATime, parts.Count)).Select(_ => ReadOpenAsync(open, rows, isLast: false, stop)));
        await ReadOpenAsync(open, rows, isLast: true, stop);
        rows.Complete(_failure);
    }

    /// <param name="isLast">False when others go on with the connections there are: a part that gets none is then left to them.</param>
    private async Task ReadOpenAsync(ConcurrentQueue<PreparedPart> open, ChannelWriter<RecordBatch> rows, bool isLast, CancellationTokenSource stop)
    {
        while (_failure is null && open.TryDequeue(out var part))
        {
            var hasRows = false;
            try
            {
                await ReadAsync(part, batch =>
                {
                    hasRows = true;
                    return rows.WriteAsync(batch, stop.Token);
                }, stop.Token);
            }
            catch (GatewayException e) when (!isLast && !hasRows && e.State == SqlState.TooManyConnections)
            {
                open.Enqueue(part);
                return;
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e is GatewayException error ? Named(part, error) : e, null);
                await stop.CancelAsync();
            }
        }
    }

    private async Task ReadAsync(PreparedPart part, Func<RecordBatch, ValueTask> take, CancellationToken cancellationToken)
    {
        watch.PartBegan(part.Number);
        var isWhole = false;
        try
        {
            await foreach (var batch in QueryExecution.RunAsync(part.Plan, part.Context, new ExecutionFacts(), cancellationToken))
            {
                watch.Rows(batch.Length);
                watch.PartRows(part.Number, batch.Length);
                try
                {
                    await take(batch);
                }
                catch
                {
                    batch.Dispose();
                    throw;
                }
            }

            isWhole = true;
        }
        finally
        {
            watch.PartEnded(part.Number, isWhole);
        }
    }

    private GatewayException Named(PreparedPart part, GatewayException error) =>
        new(error.State, string.Create(CultureInfo.InvariantCulture, $"part {part.Number} of {parts.Count} of table \"{table}\" ({part.Condition}) could not be loaded: {error.Message}"), error)
        {
            Detail = error.Detail,
            Hint = error.Hint,
        };
}
