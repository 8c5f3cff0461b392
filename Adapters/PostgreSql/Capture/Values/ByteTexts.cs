using System.Buffers;
using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary>bytea in hexadecimal: <c>\x00ff</c>.</summary>
internal sealed unsafe class HexTextDecoder() : ColumnDecoder(BinaryType.Default)
{
    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (length % 2 != 0 || !text.StartsWith("\\x"u8)) throw CaptureProtocol.Malformed("a value of type bytea");
        var bytes = Builder.ReserveBytes((length - 2) / 2);
        if (Convert.FromHexString(text[2..], bytes, out _, out _) != OperationStatus.Done) throw CaptureProtocol.Malformed("a value of type bytea");
    }
}

/// <summary><c>00112233-4455-6677-8899-aabbccddeeff</c> into its 16 bytes.</summary>
internal sealed unsafe class UuidTextDecoder() : ColumnDecoder(SqlTypeMapping.ToArrow(SqlType.Uuid))
{
    private const int Digits = 32;

    public override void Decode(byte* value, int length)
    {
        Span<byte> digits = stackalloc byte[Digits];
        var count = 0;
        foreach (var letter in new ReadOnlySpan<byte>(value, length))
        {
            if (letter == (byte)'-') continue;
            if (count == Digits) throw Malformed();
            digits[count++] = letter;
        }

        Span<byte> uuid = stackalloc byte[Digits / 2];
        if (count != Digits || Convert.FromHexString(digits, uuid, out _, out _) != OperationStatus.Done) throw Malformed();
        Builder.AppendBytes(uuid);
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("a value of type uuid");
}

/// <summary>"char": nothing for zero, and a byte outside ASCII, which servers before 16 send as it is, as three octal digits behind a backslash.</summary>
internal sealed unsafe class InternalCharTextDecoder() : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length)
    {
        if (length == 1 && *value >= 0x80) Builder.AppendBytes([(byte)'\\', (byte)('0' + (*value >> 6)), (byte)('0' + ((*value >> 3) & 7)), (byte)('0' + (*value & 7))]);
        else Builder.AppendBytes(new ReadOnlySpan<byte>(value, length));
    }
}

/// <summary>inet, as its cast to text writes it: with the length of the network even when that is the whole address.</summary>
internal sealed unsafe class InetTextDecoder() : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (text.Contains((byte)'/'))
        {
            Builder.AppendBytes(text);
            return;
        }

        var suffix = text.Contains((byte)':') ? "/128"u8 : "/32"u8;
        var place = Builder.ReserveBytes(length + suffix.Length);
        text.CopyTo(place);
        suffix.CopyTo(place[length..]);
    }
}
