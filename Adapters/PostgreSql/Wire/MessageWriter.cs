using System.Buffers.Binary;
using System.Text;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// Messages to the server, gathered and sent in one piece. A message is begun with its code and ended by the next one or by <see cref="Take"/>, which fills in
/// its length.
/// </summary>
internal sealed class MessageWriter
{
    private const int InitialBytes = 4096;
    private const int KeptBytes = 1 << 20;
    private byte[] _bytes = new byte[InitialBytes];
    private int _count;
    private int _lengthAt = -1;

    public bool HasContent => _count > 0;

    /// <summary>Bytes written since the last <see cref="Take"/>.</summary>
    public int Count => _count;

    public MessageWriter Begin(char code)
    {
        EndMessage();
        WriteByte((byte)code);
        return BeginWithoutCode();
    }

    /// <summary>A message of the start-up phase: a length, but no code.</summary>
    public MessageWriter BeginWithoutCode()
    {
        EndMessage();
        _lengthAt = _count;
        return WriteInt32(0);
    }

    public MessageWriter WriteByte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public MessageWriter WriteInt16(int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(2), checked((short)value));
        return this;
    }

    /// <summary>A count the protocol reads as unsigned.</summary>
    public MessageWriter WriteUInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Room(2), checked((ushort)value));
        return this;
    }

    public MessageWriter WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), value);
        return this;
    }

    public MessageWriter WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Room(8), value);
        return this;
    }

    public MessageWriter WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    /// <summary>Text, zero-terminated.</summary>
    public MessageWriter WriteString(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new ServerError("22021", "a zero byte cannot be part of text", null, null);
        Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetByteCount(text)));
        return WriteByte(0);
    }

    /// <summary>Text behind its length in bytes, -1 for null.</summary>
    public MessageWriter WriteValue(string? text)
    {
        if (text is null) return WriteInt32(-1);
        var count = Encoding.UTF8.GetByteCount(text);
        WriteInt32(count);
        Encoding.UTF8.GetBytes(text, Room(count));
        return this;
    }

    /// <summary>Forgets what was written and not sent.</summary>
    public void Clear() => (_count, _lengthAt) = (0, -1);

    /// <summary>Everything written since the last call; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        EndMessage();
        var taken = _bytes.AsMemory(0, _count);
        _count = 0;
        if (_bytes.Length > KeptBytes) _bytes = new byte[InitialBytes];
        return taken;
    }

    private void EndMessage()
    {
        if (_lengthAt >= 0) BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_lengthAt), _count - _lengthAt);
        _lengthAt = -1;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _count < count) Array.Resize(ref _bytes, Math.Max(checked(_count + count), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        var room = _bytes.AsSpan(_count, count);
        _count += count;
        return room;
    }
}
