using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Tests.Types;

/// <summary>Values through a codec: wire → Arrow → wire.</summary>
public static class Codecs
{
    public static byte[] Recode(SqlType type, ValueFormat settings, byte[] input, WireFormat from, WireFormat to)
    {
        var codec = TypeCodecs.For(type, settings);
        using var builder = new ArrayBuilder(SqlTypeMapping.ToArrow(type));
        builder.AppendNull();
        codec.Append(builder, input, from);
        using var array = builder.Finish();
        return Encode(codec, array, 1, to);
    }

    public static byte[] Encode(TypeCodec codec, ArrayData array, int row, WireFormat format)
    {
        using var wire = new WireBuffer();
        var encoder = codec.CreateEncoder(array.DataType, format);
        encoder.Attach(array);
        encoder.IsNull(row).ShouldBeFalse();
        encoder.Write(wire, row);
        return wire.WrittenSpan.ToArray();
    }
}
