using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>
/// The rows of one execution, produced by a thread of the engine room and read asynchronously. A few batches are produced ahead; a slow reader
/// slows the engine. Failures of planning and of the execution come out of reading. One reader at a time.
/// </summary>
public sealed class DuckDbResultReader : IAsyncDisposable
{
    private const int BatchesAhead = 4;
    private readonly Channel<RecordBatch> _batches = Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<Schema> _schema = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _stopToken;
    private int _isDisposed;

    internal DuckDbResultReader(Func<CancellationToken, DuckDbResult> open, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stopToken = _stop.Token;
        EngineThreads.Start(() => Produce(open));
    }

    /// <summary>The columns, once the statement is planned.</summary>
    public Task<Schema> GetSchemaAsync(CancellationToken cancellationToken) => _schema.Task.WaitAsync(cancellationToken);

    /// <summary>The next rows, the caller's to dispose; null at the end.</summary>
    public async ValueTask<RecordBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _batches.Reader.WaitToReadAsync(cancellationToken))
            if (_batches.Reader.TryRead(out var batch)) return batch;
        return null;
    }

    /// <summary>All remaining batches, each the caller's to dispose. Does not dispose the reader.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } batch) yield return batch;
    }

    /// <summary>Stops the execution if it has not ended, and returns when the connection is free again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stop.CancelAsync();
        await _ended.Task;
        while (_batches.Reader.TryRead(out var batch)) batch.Dispose();
        _stop.Dispose();
    }

    private void Produce(Func<CancellationToken, DuckDbResult> open)
    {
        Exception? failure = null;
        try
        {
            using var result = open(_stopToken);
            _schema.SetResult(result.Schema);
            while (result.TryRead(out var batch)) Write(batch);
        }
        catch (Exception e)
        {
            // Handed to whoever reads; an exception escaping the thread would end the process.
            failure = e;
            if (_schema.TrySetException(e)) _ = _schema.Task.Exception;
        }

        _batches.Writer.Complete(failure);
        _ended.SetResult();
    }

    // Blocks this thread, which is the engine room's own, until there is room.
    private void Write(RecordBatch batch)
    {
        try
        {
            while (!_batches.Writer.TryWrite(batch)) _batches.Writer.WaitToWriteAsync(_stopToken).AsTask().GetAwaiter().GetResult();
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }
}
