using System.Buffers.Binary;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>interval: PostgreSQL's style; in binary Int64 microseconds, Int32 days, Int32 months. Carried with nanoseconds.</summary>
public sealed class IntervalCodec(SqlType type) : TypeCodec(type)
{
    private const int BinaryWidth = 16;

    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format)
    {
        if (carrier.TypeId is not (ArrowTypeId.Interval or ArrowTypeId.Null)) throw WrongCarrier(carrier);
        return format == WireFormat.Text ? new TextEncoder() : new BinaryEncoder();
    }

    public override object Read(ReadOnlySpan<byte> value, WireFormat format)
    {
        if (format == WireFormat.Text) return IntervalText.Read(value);
        if (value.Length != BinaryWidth) throw WrongBinary();
        return new SqlInterval(BinaryPrimitives.ReadInt32BigEndian(value[12..]), BinaryPrimitives.ReadInt32BigEndian(value[8..]), BinaryPrimitives.ReadInt64BigEndian(value));
    }

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format)
    {
        var interval = (SqlInterval)Read(value, format);
        if (interval.Microseconds is > long.MaxValue / 1000 or < long.MinValue / 1000)
            throw new GatewayException(SqlState.DatetimeFieldOverflow, "interval out of range") { Detail = "The time part of an interval is kept in nanoseconds: at most 292 years." };
        builder.Append(new MonthDayNanosecondInterval(interval.Months, interval.Days, interval.Microseconds * 1000));
    }

    private static SqlInterval ToSql(MonthDayNanosecondInterval value) => new(value.Months, value.Days, value.Microseconds);

    private sealed class TextEncoder : FixedWidthEncoder<MonthDayNanosecondInterval>
    {
        protected override void WriteValue(WireBuffer wire, MonthDayNanosecondInterval value) =>
            wire.Advance(IntervalText.Write(ToSql(value), wire.Reserve(IntervalText.MaxLength)));
    }

    private sealed class BinaryEncoder : FixedWidthEncoder<MonthDayNanosecondInterval>
    {
        protected override void WriteValue(WireBuffer wire, MonthDayNanosecondInterval value)
        {
            wire.WriteInt64(value.Microseconds);
            wire.WriteInt32(value.Days);
            wire.WriteInt32(value.Months);
        }
    }
}
