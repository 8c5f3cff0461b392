using System.Buffers.Binary;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.PgOutput;

/// <summary>Reads one message of pgoutput; reading past its end is 08P01.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;

    /// <summary>Bytes read so far.</summary>
    public int At { get; private set; }

    public byte Byte() => Take(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>A zero-terminated text.</summary>
    public string String()
    {
        var length = _body[At..].IndexOf((byte)0);
        if (length < 0) throw Malformed();
        var text = Encoding.UTF8.GetString(Take(length));
        At++;
        return text;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_body.Length - At)) throw Malformed();
        var taken = _body.Slice(At, count);
        At += count;
        return taken;
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("a message");
}
