using FederationGateway.Arrow;

namespace FederationGateway.Executor;

/// <summary>A stream that can be read ahead: what was seen is handed out again first. Owns the batches it holds.</summary>
internal sealed class BufferedRows(IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> _rows = rows.GetAsyncEnumerator(cancellationToken);
    private readonly Queue<RecordBatch> _seen = new();
    private bool _ended;

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>The next batch, still owned by this buffer, or null at the end.</summary>
    public async ValueTask<RecordBatch?> ReadAheadAsync()
    {
        if (_ended) return null;
        if (!await _rows.MoveNextAsync())
        {
            _ended = true;
            return null;
        }

        _seen.Enqueue(_rows.Current);
        Bytes += _rows.Current.ByteSize;
        return _rows.Current;
    }

    /// <summary>Everything, the caller's to dispose. Ends the underlying stream when done.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync()
    {
        try
        {
            while (_seen.TryDequeue(out var seen))
            {
                Bytes -= seen.ByteSize;
                yield return seen;
            }

            while (!_ended && await _rows.MoveNextAsync()) yield return _rows.Current;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_seen.TryDequeue(out var seen)) seen.Dispose();
        await _rows.DisposeAsync();
    }
}
