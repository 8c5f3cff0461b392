using FederationGateway.Arrow;

namespace FederationGateway.Gateway.Sessions;

/// <summary>
/// A result's rows on their way to the client. Detaching reads the rest into memory, so that the connection they come from is free; the client notices nothing.
/// Used by one flow at a time.
/// </summary>
internal sealed class DetachableRows(IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> _rows = rows.GetAsyncEnumerator(cancellationToken);
    private readonly Queue<RecordBatch> _detached = new();
    private bool _ended;
    private bool _disposed;

    /// <summary>Rows seen so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>The next batch, the caller's to dispose; null at the end.</summary>
    public async ValueTask<RecordBatch?> ReadAsync()
    {
        if (_detached.TryDequeue(out var batch)) return batch;
        if (_ended || _disposed) return null;
        if (await MoveNextAsync()) return _rows.Current;
        await EndAsync();
        return null;
    }

    public async ValueTask DetachAsync()
    {
        while (!_ended && !_disposed)
        {
            if (await MoveNextAsync()) _detached.Enqueue(_rows.Current);
            else await EndAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        while (_detached.TryDequeue(out var batch)) batch.Dispose();
        if (!_ended) await EndAsync();
    }

    private async ValueTask<bool> MoveNextAsync()
    {
        if (!await _rows.MoveNextAsync()) return false;
        RowCount += _rows.Current.Length;
        return true;
    }

    private async ValueTask EndAsync()
    {
        _ended = true;
        await _rows.DisposeAsync();
    }
}
