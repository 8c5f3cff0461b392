using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Uploads.Encoders;

internal sealed class BooleanEncoder : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index) => writer.WriteInt32(1).WriteByte(column.GetBoolean(index) ? (byte)1 : (byte)0);
}

internal sealed class Int16Encoder : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index) => writer.WriteInt32(2).WriteInt16(column.GetValue<short>(index));
}

/// <summary>int4, and float4 bit by bit: a zero keeps its sign, NaN is NaN.</summary>
internal sealed class Bits32Encoder : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index) => writer.WriteInt32(4).WriteInt32(column.GetValue<int>(index));
}

/// <summary>int8, float8 and time of day.</summary>
internal sealed class Bits64Encoder : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index) => writer.WriteInt32(8).WriteInt64(column.GetValue<long>(index));
}

/// <summary>The server counts from 2000-01-01; see <see cref="DateDecoder"/> for infinity.</summary>
internal sealed class DateEncoder : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index)
    {
        var days = column.GetValue<int>(index);
        writer.WriteInt32(4).WriteInt32(days switch { int.MaxValue => int.MaxValue, -int.MaxValue => int.MinValue, < int.MinValue + Epoch.Days => OutOfRange, _ => days - Epoch.Days });
    }

    /// <summary>A day before all that the server has: it refuses it.</summary>
    private const int OutOfRange = int.MinValue + 1;
}

/// <summary>timestamp and timestamptz; see <see cref="TimestampDecoder"/> for infinity.</summary>
internal sealed class TimestampEncoder : ColumnEncoder
{
    private const long OutOfRange = long.MinValue + 1;

    public override void Write(MessageWriter writer, ArrayData column, int index)
    {
        var time = column.GetValue<long>(index);
        writer.WriteInt32(8).WriteInt64(time switch { long.MaxValue => long.MaxValue, -long.MaxValue => long.MinValue, < long.MinValue + Epoch.Microseconds => OutOfRange, _ => time - Epoch.Microseconds });
    }
}
