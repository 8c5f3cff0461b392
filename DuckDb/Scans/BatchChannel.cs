using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// A bounded queue of batches between asynchronous producers and the engine thread that scans them. Producers await room; the reader blocks.
/// A producer's failure reaches the reader as it was thrown, ahead of batches still queued. It can be scanned once,
/// or any number of times when it keeps its batches (<see cref="Keep"/>).
/// </summary>
public sealed class BatchChannel : IBatchSource, IBatchCursor
{
    private readonly object _gate = new();
    private readonly Queue<RecordBatch> _batches = new();
    private readonly int _maxBatches;
    private readonly long _maxBytes;
    private long _bytes;
    private TaskCompletionSource? _room;
    private List<RecordBatch>? _kept;
    private ExceptionDispatchInfo? _failure;
    private State _state;
    private bool _isOpened;

    /// <summary>The queue takes batches while it holds fewer than <paramref name="maxBatches"/> and less than <paramref name="maxBytes"/>.</summary>
    public BatchChannel(Schema schema, long? estimatedRows = null, int maxBatches = 4, long maxBytes = 64L << 20)
    {
        Schema = schema;
        EstimatedRows = estimatedRows;
        _maxBatches = maxBatches;
        _maxBytes = maxBytes;
    }

    private enum State
    {
        Open,
        Completed,
        ReaderGone,
    }

    public Schema Schema { get; }

    public long? EstimatedRows { get; }

    public bool KeepsOrder { get; init; }

    /// <summary>Rows accepted so far.</summary>
    public long RowsWritten { get; private set; }

    /// <summary>Holds all batches until disposed, for a statement that scans them more than once. To be called before anything is written.</summary>
    public void Keep() => _kept = [];

    public IBatchCursor Open()
    {
        lock (_gate)
        {
            if (_kept is not null) return new KeptCursor(this, _kept);
            if (_isOpened) throw new GatewayException(SqlState.InternalError, "a stream of batches was scanned a second time");
            _isOpened = true;
            return this;
        }
    }

    /// <summary>
    /// Takes over the batch, after waiting for room. False when nobody will read any more: the batch is disposed, the producer should stop.
    /// </summary>
    public async ValueTask<bool> WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_state != State.Open)
                {
                    batch.Dispose();
                    return false;
                }

                if (_kept is not null)
                {
                    _kept.Add(batch);
                    RowsWritten += batch.Length;
                    Monitor.PulseAll(_gate);
                    return true;
                }

                if (_batches.Count < _maxBatches && (_bytes < _maxBytes || _batches.Count == 0))
                {
                    _batches.Enqueue(batch);
                    _bytes += batch.ByteSize;
                    RowsWritten += batch.Length;
                    Monitor.PulseAll(_gate);
                    return true;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            try
            {
                await room.WaitAsync(cancellationToken);
            }
            catch
            {
                batch.Dispose();
                throw;
            }
        }
    }

    /// <summary>No batch will follow; with a <paramref name="failure"/>, the reader fails with it. Only the first call counts.</summary>
    public void Complete(Exception? failure = null)
    {
        lock (_gate)
        {
            if (_state != State.Open) return;
            _state = State.Completed;
            if (failure is not null) _failure = ExceptionDispatchInfo.Capture(failure);
            if (failure is not null) DropBatches();
            Monitor.PulseAll(_gate);
            ReleaseProducers();
        }
    }

    /// <summary>
    /// Pumps all streams at once into the channel and completes it, also on failure: the first failure stops the others and goes to the reader.
    /// Never throws.
    /// </summary>
    public async Task FillAsync(IReadOnlyList<IAsyncEnumerable<RecordBatch>> streams, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(streams.Select(stream => PumpAsync(stream, stop)));
        if (cancellationToken.IsCancellationRequested) Complete(new OperationCanceledException(cancellationToken));
        Complete();
    }

    public Task FillAsync(IAsyncEnumerable<RecordBatch> stream, CancellationToken cancellationToken) => FillAsync([stream], cancellationToken);

    public bool TryNext([NotNullWhen(true)] out RecordBatch? batch, CancellationToken cancellationToken)
    {
        if (TryTake(out batch, out var ended)) return true;
        if (ended) return false;
        using var wake = cancellationToken.UnsafeRegister(static channel => ((BatchChannel)channel!).Wake(), this);
        lock (_gate)
        {
            while (!TryTake(out batch, out ended))
            {
                if (ended) return false;
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    /// <summary>Nobody reads any more: drops what is queued and turns producers away. Safe to call often, and by the producers' side as well.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _state = State.ReaderGone;
            DropBatches();
            Monitor.PulseAll(_gate);
            ReleaseProducers();
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<RecordBatch> stream, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var batch in stream.WithCancellation(stop.Token))
                if (!await WriteAsync(batch, stop.Token)) break;
        }
        catch (Exception e)
        {
            Complete(e);
            await stop.CancelAsync();
        }
    }

    private bool TryTake([NotNullWhen(true)] out RecordBatch? batch, out bool ended)
    {
        lock (_gate)
        {
            _failure?.Throw();
            if (_batches.TryDequeue(out batch))
            {
                _bytes -= batch.ByteSize;
                ReleaseProducers();
                ended = false;
                return true;
            }

            ended = _state != State.Open;
            return false;
        }
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }

    private void ReleaseProducers()
    {
        _room?.SetResult();
        _room = null;
    }

    private void DropBatches()
    {
        while (_batches.TryDequeue(out var batch)) batch.Dispose();
        _bytes = 0;
        if (_kept is null) return;
        foreach (var kept in _kept) kept.Dispose();
        _kept.Clear();
    }

    private sealed class KeptCursor(BatchChannel channel, List<RecordBatch> kept) : IBatchCursor
    {
        private int _next;

        public bool TryNext([NotNullWhen(true)] out RecordBatch? batch, CancellationToken cancellationToken)
        {
            using var wake = cancellationToken.UnsafeRegister(static channel => ((BatchChannel)channel!).Wake(), channel);
            lock (channel._gate)
            {
                while (true)
                {
                    channel._failure?.Throw();
                    batch = _next < kept.Count ? kept[_next].Retain() : null;
                    if (batch is not null) _next++;
                    if (batch is not null || channel._state != State.Open) return batch is not null;
                    cancellationToken.ThrowIfCancellationRequested();
                    Monitor.Wait(channel._gate);
                }
            }
        }

        // The other scans go on reading.
        public void Dispose()
        {
        }
    }
}
