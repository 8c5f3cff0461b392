using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>jsonb, carried as its text; the binary form is a version byte, 1, in front of it.</summary>
public sealed class JsonBCodec(SqlType type) : TypeCodec(type)
{
    private const byte Version = 1;

    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format)
    {
        if (carrier.TypeId is not (ArrowTypeId.String or ArrowTypeId.Null)) throw WrongCarrier(carrier);
        return format == WireFormat.Text ? new TextCodec.Encoder() : new BinaryEncoder();
    }

    public override object Read(ReadOnlySpan<byte> value, WireFormat format) => WireReader.ReadText(TextOf(value, format));

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format) => builder.AppendBytes(TextOf(value, format));

    private ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> value, WireFormat format)
    {
        if (format == WireFormat.Binary)
        {
            if (value.IsEmpty) throw WrongBinary();
            if (value[0] != Version) throw new GatewayException(SqlState.InvalidBinaryRepresentation, $"unsupported jsonb version number {value[0]}");
            value = value[1..];
        }

        WireReader.CheckText(value);
        return value;
    }

    private sealed class BinaryEncoder : VariableWidthEncoder
    {
        protected override void WriteValue(WireBuffer wire, ReadOnlySpan<byte> value)
        {
            wire.WriteByte(Version);
            wire.WriteBytes(value);
        }
    }
}
