using FederationGateway.Arrow;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Session;

/// <summary>Reads a result batch by batch and sends it row by row; can stop after any row and go on later.</summary>
internal sealed class RowCursor(IAsyncEnumerable<RecordBatch> batches, RowEncoder encoder, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> _batches = batches.GetAsyncEnumerator(cancellationToken);
    private RecordBatch? _batch;
    private int _row;
    private bool _isFirstBatch = true;
    private bool _isAtEnd;

    /// <summary>
    /// Sends up to <paramref name="maxRows"/> rows (0: all) and returns how many. Rows leave when the buffer is full, after the first batch, and whenever the
    /// source makes us wait, so that the first row does not wait for the last.
    /// </summary>
    public async ValueTask<long> SendAsync(SessionLink link, long maxRows)
    {
        long sent = 0;
        while (maxRows == 0 || sent < maxRows)
        {
            if (_batch is null && !await MoveNextAsync(link)) break;
            var end = maxRows == 0 ? _batch!.Length : (int)Math.Min(_batch!.Length, _row + (maxRows - sent));
            while (_row < end)
            {
                var stopped = encoder.Write(link.Output, _row, end);
                sent += stopped - _row;
                _row = stopped;
                if (link.Output.WantsFlush) await link.FlushAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (_row == _batch.Length) await ReleaseBatchAsync(link);
        }

        return sent;
    }

    public async ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        _batch = null;
        await _batches.DisposeAsync();
    }

    private async ValueTask<bool> MoveNextAsync(SessionLink link)
    {
        if (_isAtEnd) return false;
        var next = _batches.MoveNextAsync();
        if (!next.IsCompleted)
        {
            if (!_isFirstBatch) await link.FlushAsync();
            link.WatchForClose();
        }

        if (!await next)
        {
            _isAtEnd = true;
            return false;
        }

        _batch = _batches.Current;
        _row = 0;
        encoder.Attach(_batch);
        return true;
    }

    private async ValueTask ReleaseBatchAsync(SessionLink link)
    {
        _batch!.Dispose();
        _batch = null;
        if (!_isFirstBatch) return;
        _isFirstBatch = false;
        if (link.Output.Buffer.Length > EarlyFlushThreshold) await link.FlushAsync();
    }

    // A first batch smaller than this is most likely the whole result: it leaves together with its CommandComplete, in one packet.
    private const int EarlyFlushThreshold = 8 * 1024;
}
