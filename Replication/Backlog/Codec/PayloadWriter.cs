using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace FederationGateway.Replication.Backlog;

/// <summary>Bytes that grow as they are written, in a pooled array. Numbers are little-endian.</summary>
internal sealed class PayloadWriter : IDisposable
{
    private byte[] _bytes;

    public PayloadWriter(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public Memory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>The next <paramref name="count"/> bytes, to be filled before anything else is written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Grow(count);
        var place = _bytes.AsSpan(Length, count);
        Length += count;
        return place;
    }

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    /// <summary>Seven bits a byte, the lowest first; a set highest bit says that more follow.</summary>
    public void WriteCount(int value)
    {
        var left = (uint)value;
        for (; left >= 0x80; left >>= 7) WriteByte((byte)(left | 0x80));
        WriteByte((byte)left);
    }

    public void WriteText(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        WriteCount(count);
        Encoding.UTF8.GetBytes(value, Reserve(count));
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        var needed = (long)Length + count;
        if (needed > Array.MaxLength) throw new OverflowException("a chunk of changes is limited to 2 GiB");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
