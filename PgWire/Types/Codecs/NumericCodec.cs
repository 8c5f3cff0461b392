using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>numeric, carried as a 128-bit decimal or as canonical text; both carriers are taken for any numeric type.</summary>
public sealed class NumericCodec(SqlType type) : TypeCodec(type)
{
    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format) => (carrier, format) switch
    {
        (Decimal128Type fixedPoint, WireFormat.Text) => new FixedTextEncoder(fixedPoint.Scale),
        (Decimal128Type fixedPoint, _) => new FixedBinaryEncoder(fixedPoint.Scale),
        (StringType or NullType, WireFormat.Text) => new TextCodec.Encoder(),
        (StringType or NullType, _) => new TextBinaryEncoder(),
        _ => throw WrongCarrier(carrier),
    };

    public override object Read(ReadOnlySpan<byte> value, WireFormat format) => ReadCanonical(value, format);

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format)
    {
        if (!Type.IsDecimal)
        {
            builder.AppendString(ReadCanonical(value, format));
            return;
        }

        var text = format == WireFormat.Text ? value : Encoding.ASCII.GetBytes(ReadCanonical(value, format));
        builder.Append(DecimalText.ReadFixed(text, Type.Length, Type.Scale));
    }

    private string ReadCanonical(ReadOnlySpan<byte> value, WireFormat format) =>
        format == WireFormat.Text ? DecimalText.Canonicalize(value) : NumericBinary.Read(value, WrongBinary());

    private sealed class FixedTextEncoder(int scale) : FixedWidthEncoder<Int128>
    {
        protected override void WriteValue(WireBuffer wire, Int128 value) => wire.Advance(DecimalText.WriteFixed(value, scale, wire.Reserve(DecimalText.MaxInt128Length)));
    }

    private sealed class FixedBinaryEncoder(int scale) : FixedWidthEncoder<Int128>
    {
        private readonly byte[] _text = new byte[DecimalText.MaxInt128Length];

        protected override void WriteValue(WireBuffer wire, Int128 value) => NumericBinary.Write(wire, _text.AsSpan(0, DecimalText.WriteFixed(value, scale, _text)));
    }

    private sealed class TextBinaryEncoder : VariableWidthEncoder
    {
        protected override void WriteValue(WireBuffer wire, ReadOnlySpan<byte> value) => NumericBinary.Write(wire, value);
    }
}
