using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Wire;

/// <summary>
/// Bytes being written, in a pooled array that grows as needed and is given back when it is empty and large. Numbers are big-endian, as all of the protocol.
/// </summary>
public sealed class WireBuffer : IDisposable
{
    private const int SmallCapacity = 4 * 1024;

    /// <summary>No message may be longer: the length field is an Int32 and PostgreSQL's clients stop at 1 GiB.</summary>
    private const int MaxCapacity = 1 << 30;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SmallCapacity);

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <summary>What was written from a position on, to be changed in place.</summary>
    public Span<byte> WrittenFrom(int position) => _bytes.AsSpan(position, Length - position);

    /// <summary>Starts a message: its type and a place for its length, which disposing the result fills in.</summary>
    public OpenMessage Begin(byte code)
    {
        WriteByte(code);
        var start = Length;
        WriteInt32(0);
        return new OpenMessage(this, start);
    }

    /// <summary>Room for at least <paramref name="count"/> bytes, counted as written only by <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Grow(count);
        return _bytes.AsSpan(Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count) => Length += count;

    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);
        Length += 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);
        Length += 4;
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);
        Length += 8;
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void WriteUtf8(ReadOnlySpan<char> text)
    {
        var room = Reserve(Encoding.UTF8.GetByteCount(text));
        Length += Encoding.UTF8.GetBytes(text, room);
    }

    /// <summary>Text and a zero byte; a zero inside the text would end it early and is written as a blank.</summary>
    public void WriteCString(string text)
    {
        WriteUtf8(text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', ' ') : text);
        WriteByte(0);
    }

    /// <summary>Overwrites four bytes written before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(position), value);

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    public void Clear() => Length = 0;

    /// <summary>Gives a large array back: an idle connection keeps only a small one.</summary>
    public void Shrink()
    {
        if (Length > 0 || _bytes.Length <= SmallCapacity) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(SmallCapacity);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int count)
    {
        var needed = (long)Length + count;
        if (needed > MaxCapacity) throw new GatewayException(SqlState.ProgramLimitExceeded, "a row or message sent to the client is longer than 1 GiB");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(MaxCapacity, Math.Max(needed, _bytes.Length * 2L)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    /// <summary>A message whose length is not known yet.</summary>
    public readonly ref struct OpenMessage(WireBuffer buffer, int start)
    {
        public void Dispose() => buffer.PatchInt32(start, buffer.Length - start);
    }
}
