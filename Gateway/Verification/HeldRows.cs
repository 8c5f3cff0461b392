using System.Runtime.CompilerServices;
using FederationGateway.Arrow;

namespace FederationGateway.Gateway.Verification;

/// <summary>A fragment's rows, withheld until they are verified; more than the bounds allow are not withheld but handed on as they come.</summary>
internal sealed class HeldRows(IAsyncEnumerable<RecordBatch> rows, VerificationBounds bounds, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> _rows = rows.GetAsyncEnumerator(cancellationToken);
    private readonly List<RecordBatch> _held = [];
    private long _bytes;

    public IReadOnlyList<RecordBatch> Batches => _held;

    public long RowCount { get; private set; }

    /// <summary>True when all rows are held and the source is done.</summary>
    public bool IsWhole { get; private set; }

    public async Task FillAsync()
    {
        while (!IsWhole && RowCount <= bounds.MaxRows && _bytes <= bounds.MaxBytes)
        {
            if (!await _rows.MoveNextAsync())
            {
                IsWhole = true;
                return;
            }

            _held.Add(_rows.Current);
            RowCount += _rows.Current.Length;
            _bytes += _rows.Current.ByteSize;
        }
    }

    /// <summary>The held rows and those that follow, the caller's to dispose.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken readerCancellation)
    {
        while (_held.Count > 0)
        {
            var batch = _held[0];
            _held.RemoveAt(0);
            yield return batch;
        }

        while (!IsWhole && await _rows.MoveNextAsync())
        {
            readerCancellation.ThrowIfCancellationRequested();
            yield return _rows.Current;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var batch in _held) batch.Dispose();
        _held.Clear();
        await _rows.DisposeAsync();
    }
}
