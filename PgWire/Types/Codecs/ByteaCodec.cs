using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>bytea: <c>\x</c> and hexadecimal digits; in binary the bytes.</summary>
public sealed class ByteaCodec(SqlType type) : TypeCodec(type)
{
    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format)
    {
        if (carrier.TypeId is not (ArrowTypeId.Binary or ArrowTypeId.Null)) throw WrongCarrier(carrier);
        return format == WireFormat.Text ? new HexEncoder() : new TextCodec.Encoder();
    }

    public override object Read(ReadOnlySpan<byte> value, WireFormat format) =>
        format == WireFormat.Text ? BytesText.ReadBytea(value) : value.ToArray();

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format) =>
        builder.AppendBytes(format == WireFormat.Text ? BytesText.ReadBytea(value) : value);

    private sealed class HexEncoder : VariableWidthEncoder
    {
        protected override void WriteValue(WireBuffer wire, ReadOnlySpan<byte> value)
        {
            wire.WriteBytes("\\x"u8);
            var length = checked(value.Length * 2);
            Convert.TryToHexStringLower(value, wire.Reserve(length), out _);
            wire.Advance(length);
        }
    }
}
