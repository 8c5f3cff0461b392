using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Sessions;

/// <summary>
/// A result's rows on their way to the client. Detaching reads the rest into memory, so that the connection they come from is free; the client notices nothing.
/// Used by one flow at a time.
/// </summary>
internal sealed class DetachableRows(IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>Bytes that detaching keeps in memory at most.</summary>
    private const long MaxDetachedBytes = 256L << 20;

    private readonly IAsyncEnumerator<RecordBatch> _rows = rows.GetAsyncEnumerator(cancellationToken);
    private readonly Queue<RecordBatch> _detached = new();
    private bool _hasStarted;
    private bool _ended;
    private bool _disposed;

    /// <summary>True when they are still wanted after a commit.</summary>
    public bool OutlivesTransaction { get; init; }

    /// <summary>What makes the rows; null when nobody needs to know.</summary>
    public PlanNode? Plan { get; init; }

    /// <summary>Rows seen so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>The next batch, the caller's to dispose; null at the end.</summary>
    public async ValueTask<RecordBatch?> ReadAsync()
    {
        if (_disposed) throw new GatewayException(SqlState.InvalidCursorName, "the result has ended with its transaction");
        if (_detached.TryDequeue(out var batch)) return batch;
        if (_ended) return null;
        if (await MoveNextAsync()) return _rows.Current;
        await EndAsync();
        return null;
    }

    /// <summary>Begins to read, if nobody has yet: what the rows are made of is fixed then where one source makes them all.</summary>
    public async ValueTask StartAsync()
    {
        if (_hasStarted || _ended || _disposed) return;
        if (await MoveNextAsync()) _detached.Enqueue(_rows.Current);
        else await EndAsync();
    }

    public async ValueTask DetachAsync()
    {
        long bytes = 0;
        while (!_ended && !_disposed)
        {
            if (await MoveNextAsync())
            {
                _detached.Enqueue(_rows.Current);
                bytes += _rows.Current.ByteSize;
            }
            else await EndAsync();

            if (bytes <= MaxDetachedBytes) continue;
            throw new GatewayException(SqlState.OutOfMemory, "a result is too large to be kept in memory")
            {
                Detail = "It has to be kept while another statement of the transaction runs, or until all rows of a RETURNING are written.",
                Hint = "Read the other result to its end first, or write in smaller steps.",
            };
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
        _hasStarted = true;
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
