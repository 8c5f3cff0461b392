using System.Collections.Immutable;
using System.Threading.Channels;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Receiving;

/// <summary>
/// Brings the changes of a source into its backlog and tells the source what is durable there. While one chunk goes to disk the next is read. What ends the stream is tried again with
/// growing delays, or reported when that would not help. Thread-safe.
/// </summary>
/// <param name="capture">The capture's name at the source.</param>
/// <param name="source">Asked anew for each stream: nothing of an adapter is kept.</param>
/// <param name="start">Where the capture's stream begins: for a backlog that is empty, or of an earlier capture.</param>
public sealed class Receiver(
    string capture, Func<CancellationToken, ValueTask<ICaptureSource>> source, BacklogStore backlog, ChangePosition start, IReceiverEvents events, TimeProvider time, ReceiverOptions options) : IAsyncDisposable
{
    // Chunks on their way to disk; their bytes are bounded by the backlog.
    private const int MostPending = 256;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private ReceiverStatus _status = new(ReceiverState.Stopped);
    private ImmutableDictionary<int, CapturedTable> _tables = ImmutableDictionary<int, CapturedTable>.Empty;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private BacklogLevel _level;

    public ReceiverStatus Status
    {
        get { lock (_gate) return _status; }
    }

    /// <summary>
    /// Opens the stream of these tables. When one is open it is closed first, at a place where nothing is lost: for other tables, or at once what is waiting to be tried again.
    /// Returns without waiting for the stream to be open.
    /// </summary>
    public async Task StartAsync(IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await EndAsync();
            _tables = tables.ToImmutableDictionary(table => table.Id);
            _stop = new CancellationTokenSource();
            Set(status => status with { State = ReceiverState.Connecting });
            _running = RunAsync(_stop.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the stream: what has come is durable and acknowledged when it returns. The source keeps what comes, until <see cref="StartAsync"/>.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await EndAsync();
            Set(status => status with { State = ReceiverState.Stopped, Failure = null });
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task EndAsync()
    {
        if (_stop is null) return;
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _stop = null;
    }

    /// <summary>Opens the stream again and again, until it is stopped or that would not help. Throws nothing.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // What called this does not wait for a source that blocks.
        await Task.Yield();
        for (var tries = 1; ; tries++)
        {
            var chunks = Status.Chunks;
            GatewayException? error = null;
            try
            {
                Set(status => status with { State = ReceiverState.Connecting });
                await ReceiveAsync(cancellationToken);
            }
            // Whatever it is, it ends this stream, and is told.
            catch (Exception failure)
            {
                error = Transience.Of(failure);
            }

            Set(status => status with { Connected = null });
            if (cancellationToken.IsCancellationRequested) return;
            if (Status.Chunks > chunks) tries = 1;
            if (!await WaitToRetryAsync(error!, tries, cancellationToken)) return;
        }
    }

    private async Task<bool> WaitToRetryAsync(GatewayException error, int tries, CancellationToken cancellationToken)
    {
        var delay = options.DelayAfter(tries);
        var failure = new ReceiverFailure(error, tries - 1, Transience.IsTransient(error) ? time.GetUtcNow().UtcDateTime + delay : null);
        Set(status => status with { State = failure.IsTransient ? ReceiverState.WaitingToRetry : ReceiverState.Failed, Failure = failure });
        await events.FailedAsync(failure);
        if (failure.IsTransient) await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return failure.IsTransient && !cancellationToken.IsCancellationRequested;
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var adapter = await source(cancellationToken);
        // A capture that had to be made anew begins behind what is in the backlog.
        var after = await backlog.BeginAsync(cancellationToken) is { } position && position > start ? position : start;
        await using var stream = await adapter.OpenChangesAsync(capture, [.. _tables.Values], after, cancellationToken);
        Set(status => status with { State = ReceiverState.Receiving, Connected = time.GetUtcNow().UtcDateTime, Failure = null });
        await events.ConnectedAsync(after);
        // Whoever takes what was told before for over with this is told again.
        _level = BacklogLevel.Normal;

        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostPending) { SingleReader = true, SingleWriter = true });
        var acknowledging = AcknowledgeAsync(stream, pending.Reader, broken);
        try
        {
            while (true)
            {
                var chunk = await stream.ReadAsync(broken.Token);
                var facts = Pending.Of(chunk, time.GetUtcNow().UtcDateTime);
                await pending.Writer.WriteAsync(facts with { Append = await AddAsync(chunk, broken.Token) }, broken.Token);
            }
        }
        finally
        {
            // What was added before still becomes durable, and is acknowledged. An error of writing is the cause of what ended the loop, and takes its place.
            pending.Writer.Complete();
            await acknowledging;
        }
    }

    /// <summary>Adds a chunk, telling of the backlog's level when it has changed.</summary>
    private async ValueTask<BacklogAppend> AddAsync(ChangeChunk chunk, CancellationToken cancellationToken)
    {
        await TellLevelAsync();
        var adding = backlog.EnqueueAsync(chunk, cancellationToken).AsTask();
        // A part of the chunk may have filled it: the rest waits as a whole one would.
        if (adding.IsCompleted || !backlog.IsFull) return await adding;
        await TellLevelAsync();
        Set(status => status with { State = ReceiverState.WaitingForRoom });
        var append = await adding;
        Set(status => status with { State = ReceiverState.Receiving });
        await TellLevelAsync();
        return append;
    }

    private async ValueTask TellLevelAsync()
    {
        var level = backlog.IsFull ? BacklogLevel.Full : backlog.IsNearlyFull ? BacklogLevel.NearlyFull : BacklogLevel.Normal;
        if (level == _level) return;
        _level = level;
        await events.BacklogLevelChangedAsync(level, backlog.Bytes, backlog.MostBytes);
    }

    /// <summary>Waits for chunks to become durable, one after the other, and acknowledges them.</summary>
    private async Task AcknowledgeAsync(IChangeStream stream, ChannelReader<Pending> pending, CancellationTokenSource broken)
    {
        try
        {
            var tables = _tables;
            await foreach (var chunk in pending.ReadAllAsync(CancellationToken.None))
            {
                await chunk.Append.Durable;
                var durable = time.GetUtcNow().UtcDateTime;
                Failpoints.Hit("receiver.durable");
                if (chunk.End is { } end) stream.Acknowledge(end);
                Failpoints.Hit("receiver.acknowledged");
                // A stream opened again begins with a whole transaction, and with the definitions as they were then.
                if (chunk.DefinitionChange is { Definition: { } definition } change) tables = tables.SetItem(change.Table, new CapturedTable(change.Table, definition));
                if (!chunk.IsOpen) _tables = tables;
                Count(chunk, durable);
                events.Received(new ReceivedChunk(chunk.Append.Number, chunk.End, chunk.Marker, chunk.Tables.Sum(table => table.Rows))
                {
                    Commit = chunk.LastCommit,
                    Read = chunk.Read,
                    Durable = durable,
                    Tables = [.. chunk.Tables.Select(table => table.Table)],
                });
            }
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }

    private void Count(Pending chunk, DateTime durable) => Set(status => status with
    {
        Chunks = status.Chunks + 1,
        Transactions = status.Transactions + chunk.Transactions,
        Rows = status.Rows + chunk.Tables.Sum(table => table.Rows),
        Bytes = status.Bytes + chunk.Bytes,
        Tables = chunk.Tables.Aggregate(status.Tables, (tables, table) => tables.SetItem(table.Table, Added(tables.GetValueOrDefault(table.Table), table.Rows, table.Bytes, durable, chunk.LastCommit))),
        LastTransactionId = chunk.LastId ?? status.LastTransactionId,
        LastReceived = durable,
        LastCommit = chunk.LastCommit,
    });

    private static ReceivedRows Added(ReceivedRows? before, long rows, long bytes, DateTime received, DateTime commit) => new((before?.Rows ?? 0) + rows, (before?.Bytes ?? 0) + bytes, received, commit);

    private void Set(Func<ReceiverStatus, ReceiverStatus> change)
    {
        lock (_gate) _status = change(_status);
    }

    /// <summary>What is kept of a chunk that is on its way to disk.</summary>
    private readonly record struct Pending(
        BacklogAppend Append, ChangePosition? End, bool IsOpen, string? Marker, TableDefinitionChange? DefinitionChange, int Transactions, (int Table, long Rows, long Bytes)[] Tables, long Bytes, DateTime LastCommit,
        string? LastId, DateTime Read)
    {
        public static Pending Of(ChangeChunk chunk, DateTime read) => new(
            default,
            chunk.End,
            chunk.EndsInTransaction,
            chunk.Marker,
            chunk.DefinitionChange,
            chunk.EndsInTransaction ? chunk.Transactions.Count - 1 : chunk.Transactions.Count,
            [.. chunk.Tables.Select(table => (table.Table, (long)table.Rows.Length, table.Rows.ByteSize))],
            chunk.ByteSize,
            chunk.Transactions[^1].CommitTime,
            (chunk.EndsInTransaction ? chunk.Transactions.SkipLast(1) : chunk.Transactions).LastOrDefault(transaction => transaction.Id.Length > 0)?.Id,
            read);
    }
}
