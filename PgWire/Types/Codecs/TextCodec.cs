using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>Types whose value is its text, in either format: text, varchar, char(n), name, "char", json, unknown.</summary>
public sealed class TextCodec(SqlType type) : TypeCodec(type)
{
    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format) =>
        carrier.TypeId is ArrowTypeId.String or ArrowTypeId.Null ? new Encoder() : throw WrongCarrier(carrier);

    public override object Read(ReadOnlySpan<byte> value, WireFormat format)
    {
        WireReader.CheckText(value);
        return WireReader.ReadText(value);
    }

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format)
    {
        WireReader.CheckText(value);
        builder.AppendBytes(value);
    }

    /// <summary>The bytes as they are.</summary>
    internal sealed class Encoder : VariableWidthEncoder
    {
        protected override void WriteValue(WireBuffer wire, ReadOnlySpan<byte> value) => wire.WriteBytes(value);
    }
}
