using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Statements.Cursors;

/// <summary>A query's rows by number, the first being 1. Read as far as somebody asked; kept only for cursors that can go back.</summary>
internal sealed class CursorRows(IAsyncEnumerable<RecordBatch> rows, bool keeps, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const long MaxKeptBytes = 256L << 20;
    private readonly IAsyncEnumerator<RecordBatch> _rows = rows.GetAsyncEnumerator(cancellationToken);
    private readonly List<(long First, RecordBatch Batch)> _batches = [];
    private long _bytes;
    private bool _hasEnded;

    /// <summary>How many have been read; all there are after <see cref="ReachAsync"/> said false.</summary>
    public long Count { get; private set; }

    public bool Keeps => keeps;

    /// <summary>Reads on until the row is there; false when there are fewer.</summary>
    public async ValueTask<bool> ReachAsync(long number)
    {
        while (Count < number && !_hasEnded)
        {
            if (!await _rows.MoveNextAsync())
            {
                _hasEnded = true;
                break;
            }

            var batch = _rows.Current;
            _batches.Add((Count + 1, batch));
            Count += batch.Length;
            if (keeps && (_bytes += batch.ByteSize) > MaxKeptBytes)
                throw new GatewayException(SqlState.OutOfMemory, "a cursor's rows are too large to be kept in memory") { Hint = "Declare it with NO SCROLL, so that what was fetched is not kept." };
        }

        return Count >= number;
    }

    /// <summary>The rows between two numbers, both included, which have been read; each piece is the caller's to dispose.</summary>
    public IEnumerable<RecordBatch> Slices(long first, long last)
    {
        foreach (var (start, batch) in _batches)
        {
            var (from, to) = (Math.Max(first, start), Math.Min(last, start + batch.Length - 1));
            if (from <= to) yield return batch.Slice((int)(from - start), (int)(to - from + 1));
        }
    }

    /// <summary>Rows up to this one will not be asked for again, unless they are kept.</summary>
    public void Pass(long number)
    {
        while (!keeps && _batches is [var (first, batch), ..] && first + batch.Length - 1 <= number)
        {
            batch.Dispose();
            _batches.RemoveAt(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, batch) in _batches) batch.Dispose();
        _batches.Clear();
        await _rows.DisposeAsync();
    }
}
