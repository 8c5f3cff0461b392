using System.Buffers.Text;
using System.Globalization;
using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary><c>t</c> or <c>f</c>.</summary>
internal sealed unsafe class BooleanTextDecoder() : ColumnDecoder(BooleanType.Default)
{
    public override void Decode(byte* value, int length)
    {
        if (length != 1 || *value is not ((byte)'t' or (byte)'f')) throw CaptureProtocol.Malformed("a value of type boolean");
        Builder.AppendBoolean(*value == (byte)'t');
    }
}

/// <summary>int2, int4, int8.</summary>
internal sealed unsafe class IntegerTextDecoder(NumberType type) : ColumnDecoder(type)
{
    private readonly int _width = type.ByteWidth;

    public override void Decode(byte* value, int length)
    {
        if (!Utf8Parser.TryParse(new ReadOnlySpan<byte>(value, length), out long number, out var used) || used != length) throw Malformed();
        switch (_width)
        {
            case 8: Builder.Append(number); break;
            case 4 when number == (int)number: Builder.Append((int)number); break;
            case 2 when number == (short)number: Builder.Append((short)number); break;
            default: throw Malformed();
        }
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("a whole number");
}

/// <summary>oid, and its aliases as far as they print numbers (<see cref="CaptureChecks"/> keeps the others away).</summary>
internal sealed unsafe class OidTextDecoder() : ColumnDecoder(NumberType.UInt32)
{
    public override void Decode(byte* value, int length)
    {
        if (length == 1 && *value == (byte)'-')
        {
            Builder.Append(0u); // no object
            return;
        }

        if (!Utf8Parser.TryParse(new ReadOnlySpan<byte>(value, length), out uint number, out var used) || used != length) throw CaptureProtocol.Malformed("an oid");
        Builder.Append(number);
    }
}

/// <summary>float4 and float8 in their shortest exact digits, each into its own width or float4 into 64 bits.</summary>
internal sealed unsafe class FloatTextDecoder(bool isSingle, NumberType wanted) : ColumnDecoder(wanted)
{
    // The bits of the server's NaN; those of .NET's have the sign set.
    private static readonly double NaN = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0000);
    private static readonly float SingleNaN = BitConverter.Int32BitsToSingle(0x7FC0_0000);
    private readonly bool _isNarrow = wanted.ByteWidth == 4;

    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (isSingle)
        {
            var single = Single(text);
            if (_isNarrow) Builder.Append(single);
            else Builder.Append((double)single);
        }
        else
        {
            Builder.Append(Double(text));
        }
    }

    private static float Single(ReadOnlySpan<byte> text)
    {
        if (Special(text) is { } special) return double.IsNaN(special) ? SingleNaN : (float)special;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Malformed();
    }

    private static double Double(ReadOnlySpan<byte> text)
    {
        if (Special(text) is { } special) return special;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Malformed();
    }

    private static double? Special(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("NaN"u8)) return NaN;
        if (text.SequenceEqual("Infinity"u8)) return double.PositiveInfinity;
        return text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity : null;
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("a floating-point number");
}
