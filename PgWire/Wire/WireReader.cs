using System.Buffers.Binary;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Wire;

/// <summary>Reads the fields of one framed message. Whatever does not fit the frame is a protocol violation, found before anything is allocated for it.</summary>
public ref struct WireReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = body;

    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => ReadBytes(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(ReadBytes(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(ReadBytes(4));

    /// <summary>A count of items that take at least <paramref name="itemSize"/> bytes each.</summary>
    public int ReadCount(int itemSize)
    {
        var count = (ushort)ReadInt16();
        if ((long)count * itemSize > _rest.Length) throw Malformed();
        return count;
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0 || count > _rest.Length) throw Malformed();
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    /// <summary>Text up to a zero byte.</summary>
    public string ReadCString()
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0) throw new GatewayException(SqlState.ProtocolViolation, "invalid string in message");
        var text = ReadText(_rest[..end]);
        _rest = _rest[(end + 1)..];
        return text;
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty) throw new GatewayException(SqlState.ProtocolViolation, "invalid message format");
    }

    /// <summary>Bytes as text; 22021 when they are not UTF-8.</summary>
    public static string ReadText(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException invalid)
        {
            throw NotUtf8(invalid.BytesUnknown ?? []);
        }
    }

    /// <summary>22021 unless the bytes are UTF-8 without a zero.</summary>
    public static void CheckText(ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) ReadText(utf8);
        if (utf8.Contains((byte)0)) throw NotUtf8([0]);
    }

    private static GatewayException NotUtf8(byte[] bytes) =>
        new(SqlState.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"UTF8\": {string.Join(' ', bytes.Select(b => $"0x{b:x2}"))}");

    private static GatewayException Malformed() => new(SqlState.ProtocolViolation, "insufficient data left in message");
}
