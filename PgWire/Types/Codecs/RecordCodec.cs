using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>record, carried as its text; the types of its fields are not known here, so there is no binary form and no input.</summary>
public sealed class RecordCodec(SqlType type) : TypeCodec(type)
{
    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format) =>
        format == WireFormat.Text ? new TextCodec.Encoder() : throw GatewayException.Unsupported("the binary format of type record");

    public override object Read(ReadOnlySpan<byte> value, WireFormat format) => throw NoInput();

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format) => throw NoInput();

    private static GatewayException NoInput() => new(SqlState.FeatureNotSupported, "input of anonymous composite types is not implemented");
}
