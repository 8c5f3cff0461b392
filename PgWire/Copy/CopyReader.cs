using System.Buffers;
using FederationGateway.Arrow;

namespace FederationGateway.PgWire.Copy;

/// <summary>
/// Cuts a stream of COPY data into rows. The pieces the client sends need not end where rows end: what is left over waits for the next piece.
/// </summary>
internal abstract class CopyReader(CopyBatchBuilder rows) : IDisposable
{
    private byte[] _pending = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _length;

    protected CopyBatchBuilder Rows { get; } = rows;

    /// <summary>Set when the data said that it ends; what follows is ignored.</summary>
    protected bool IsAtEnd { get; set; }

    public static CopyReader Create(CopyOptions options, CopyBatchBuilder rows) => options.Format switch
    {
        CopyFormat.Text => new CopyTextReader(options, rows),
        CopyFormat.Csv => new CopyCsvReader(options, rows),
        _ => new CopyBinaryReader(rows),
    };

    /// <summary>Takes a copy of a piece.</summary>
    public void Feed(ReadOnlySpan<byte> piece)
    {
        if (IsAtEnd) return;
        if (_length + piece.Length > _pending.Length) MakeRoom(piece.Length);
        piece.CopyTo(_pending.AsSpan(_length));
        _length += piece.Length;
    }

    /// <summary>Reads complete rows until they fill a batch; <c>null</c> when more data is needed for that.</summary>
    public RecordBatch? ReadBatch()
    {
        while (!IsAtEnd && ReadRow(_pending.AsSpan(_start, _length - _start), atEnd: false) is > 0 and var used)
        {
            _start += used;
            if (Rows.Take(atEnd: false) is { } batch) return batch;
        }

        return null;
    }

    /// <summary>The client is done: reads what is left into a last batch, if there is any.</summary>
    public RecordBatch? Complete()
    {
        while (!IsAtEnd && _start < _length && ReadRow(_pending.AsSpan(_start, _length - _start), atEnd: true) is > 0 and var used) _start += used;
        if (!IsAtEnd) CheckEnd();
        return Rows.Take(atEnd: true);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_pending);
        _pending = [];
    }

    /// <summary>Reads one row from the front and returns the bytes it took, or 0 when it is not complete yet.</summary>
    protected abstract int ReadRow(ReadOnlySpan<byte> data, bool atEnd);

    /// <summary>Throws when the data must not end here.</summary>
    protected abstract void CheckEnd();

    private void MakeRoom(int count)
    {
        var left = _length - _start;
        var target = left + count <= _pending.Length ? _pending : ArrayPool<byte>.Shared.Rent(Math.Max(checked(left + count), (int)Math.Min(_pending.Length * 2L, 1 << 30)));
        _pending.AsSpan(_start, left).CopyTo(target);
        if (target != _pending) ArrayPool<byte>.Shared.Return(_pending);
        (_pending, _start, _length) = (target, 0, left);
    }
}
