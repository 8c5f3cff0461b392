using System.Buffers.Binary;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>date: ISO; in binary Int32 days since 2000-01-01, the extremes being the infinities.</summary>
public sealed class DateCodec(SqlType type) : FixedWidthCodec<int>(type)
{
    protected override int BinaryWidth => sizeof(int);

    protected override ColumnEncoder CreateTextEncoder() => new TextEncoder();

    protected override ColumnEncoder CreateBinaryEncoder() => new BinaryEncoder();

    protected override int ReadText(ReadOnlySpan<byte> text) => DateTimeText.ReadDate(text);

    protected override int ReadBinary(ReadOnlySpan<byte> bytes)
    {
        var days = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (days == int.MaxValue) return DateTimeLimits.DateInfinity;
        if (days == int.MinValue) return DateTimeLimits.DateMinusInfinity;
        var since1970 = (long)days + DateTimeLimits.DaysTo2000;
        return since1970 >= DateTimeLimits.MinDate && since1970 <= DateTimeLimits.MaxDate
            ? (int)since1970
            : throw new GatewayException(SqlState.DatetimeFieldOverflow, "date out of range");
    }

    private sealed class TextEncoder : FixedWidthEncoder<int>
    {
        protected override void WriteValue(WireBuffer wire, int value) => wire.Advance(DateTimeWriter.WriteDate(value, wire.Reserve(DateTimeWriter.MaxLength)));
    }

    private sealed class BinaryEncoder : FixedWidthEncoder<int>
    {
        protected override void WriteValue(WireBuffer wire, int value) => wire.WriteInt32(value switch
        {
            DateTimeLimits.DateInfinity => int.MaxValue,
            DateTimeLimits.DateMinusInfinity => int.MinValue,
            _ => value - DateTimeLimits.DaysTo2000,
        });
    }
}

/// <summary>time: <c>04:05:06.789</c>; in binary Int64 microseconds since midnight.</summary>
public sealed class TimeCodec(SqlType type) : FixedWidthCodec<long>(type)
{
    protected override int BinaryWidth => sizeof(long);

    protected override ColumnEncoder CreateTextEncoder() => new TextEncoder();

    protected override ColumnEncoder CreateBinaryEncoder() => new IntegerBinaryEncoder<long>();

    protected override long ReadText(ReadOnlySpan<byte> text) => DateTimeText.ReadTime(text);

    protected override long ReadBinary(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes) is >= 0 and <= DateTimeLimits.MicrosecondsPerDay and var time
        ? time
        : throw new GatewayException(SqlState.DatetimeFieldOverflow, "time out of range");

    private sealed class TextEncoder : FixedWidthEncoder<long>
    {
        protected override void WriteValue(WireBuffer wire, long value) => wire.Advance(DateTimeWriter.WriteTime(value, wire.Reserve(DateTimeWriter.MaxLength)));
    }
}

/// <summary>timestamp: ISO; in binary Int64 microseconds since 2000-01-01 00:00, the extremes being the infinities.</summary>
public class TimestampCodec(SqlType type) : FixedWidthCodec<long>(type)
{
    protected override int BinaryWidth => sizeof(long);

    protected override ColumnEncoder CreateTextEncoder() => new TextEncoder();

    protected override ColumnEncoder CreateBinaryEncoder() => new BinaryEncoder();

    protected override long ReadText(ReadOnlySpan<byte> text) => DateTimeText.ReadTimestamp(text);

    protected override long ReadBinary(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (value == long.MaxValue) return DateTimeLimits.TimestampInfinity;
        if (value == long.MinValue) return DateTimeLimits.TimestampMinusInfinity;
        return value >= DateTimeLimits.MinTimestamp - DateTimeLimits.MicrosecondsTo2000 && value <= DateTimeLimits.MaxTimestamp - DateTimeLimits.MicrosecondsTo2000
            ? value + DateTimeLimits.MicrosecondsTo2000
            : throw new GatewayException(SqlState.DatetimeFieldOverflow, "timestamp out of range");
    }

    private sealed class TextEncoder : FixedWidthEncoder<long>
    {
        protected override void WriteValue(WireBuffer wire, long value) => wire.Advance(DateTimeWriter.WriteTimestamp(value, wire.Reserve(DateTimeWriter.MaxLength)));
    }

    private sealed class BinaryEncoder : FixedWidthEncoder<long>
    {
        protected override void WriteValue(WireBuffer wire, long value) => wire.WriteInt64(value switch
        {
            DateTimeLimits.TimestampInfinity => long.MaxValue,
            DateTimeLimits.TimestampMinusInfinity => long.MinValue,
            _ => value - DateTimeLimits.MicrosecondsTo2000,
        });
    }
}

/// <summary>timestamptz: as timestamp, of UTC; the text shows the session's time zone.</summary>
public sealed class TimestampTzCodec(SqlType type, TimeZoneInfo zone) : TimestampCodec(type)
{
    protected override ColumnEncoder CreateTextEncoder() => new TextEncoder(new ZoneRules(zone));

    protected override long ReadText(ReadOnlySpan<byte> text) => DateTimeText.ReadTimestampTz(text, zone);

    private sealed class TextEncoder(ZoneRules rules) : FixedWidthEncoder<long>
    {
        protected override void WriteValue(WireBuffer wire, long value) => wire.Advance(DateTimeWriter.WriteTimestampTz(value, rules, wire.Reserve(DateTimeWriter.MaxLength)));
    }
}
