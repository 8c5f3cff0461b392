using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

/// <summary>The server counts from 2000-01-01, Arrow from 1970-01-01.</summary>
internal static class Epoch
{
    public const int Days = 10_957;
    public const long Microseconds = Days * 86_400_000_000L;
}

internal sealed unsafe class DateDecoder() : ColumnDecoder(Date32Type.Default)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 4);
        var days = Int32(value);
        Builder.Append(days switch { int.MaxValue => int.MaxValue, int.MinValue => -int.MaxValue, _ => days + Epoch.Days });
    }
}

/// <summary>timestamp and timestamptz.</summary>
internal sealed unsafe class TimestampDecoder(string column, SqlType type) : ColumnDecoder(SqlTypeMapping.ToArrow(type))
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 8);
        var time = Int64(value);
        Builder.Append(time switch
        {
            long.MaxValue => long.MaxValue,
            long.MinValue => -long.MaxValue,
            >= long.MaxValue - Epoch.Microseconds => throw Uncarriable.TooLate(column),
            _ => time + Epoch.Microseconds,
        });
    }
}

internal sealed unsafe class TimeDecoder() : ColumnDecoder(Time64Type.Default)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 8);
        Builder.Append(Int64(value));
    }
}

/// <summary>Int64 microseconds · Int32 days · Int32 months.</summary>
internal sealed unsafe class IntervalDecoder(string column) : ColumnDecoder(IntervalType.Default)
{
    private const long MostMicroseconds = long.MaxValue / 1000;

    public override void Decode(byte* value, int length)
    {
        Expect(length, 16);
        var microseconds = Int64(value);
        if (microseconds is > MostMicroseconds or < -MostMicroseconds) throw Uncarriable.TooLong(column);
        Builder.Append(new MonthDayNanosecondInterval(Int32(value + 12), Int32(value + 8), microseconds * 1000));
    }
}

/// <summary>Int64 microseconds · Int32 seconds west of UTC, as the text the server prints: <c>10:00:00+02</c>.</summary>
internal sealed unsafe class TimeTzDecoder() : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 12);
        var microseconds = Int64(value);
        var west = Int32(value + 8);
        Span<byte> text = stackalloc byte[32];
        var count = WriteClock(text, microseconds / 1_000_000, alwaysSeconds: true);
        if (microseconds % 1_000_000 is var fraction and not 0)
        {
            text[count++] = (byte)'.';
            for (var place = 100_000L; fraction > 0; place /= 10)
            {
                text[count++] = (byte)('0' + (fraction / place));
                fraction %= place;
            }
        }

        text[count++] = (byte)(west > 0 ? '-' : '+');
        count += WriteClock(text[count..], Math.Abs((long)west), alwaysSeconds: false);
        Builder.AppendBytes(text[..count]);
    }

    // hh[:mm[:ss]], all of it or only as far as it is not zero.
    private static int WriteClock(Span<byte> text, long seconds, bool alwaysSeconds)
    {
        var (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        var count = WriteTwo(text, hours);
        if (!alwaysSeconds && minutes == 0 && rest == 0) return count;
        text[count++] = (byte)':';
        count += WriteTwo(text[count..], minutes);
        if (!alwaysSeconds && rest == 0) return count;
        text[count++] = (byte)':';
        return count + WriteTwo(text[count..], rest);
    }

    private static int WriteTwo(Span<byte> text, long number)
    {
        text[0] = (byte)('0' + (number / 10));
        text[1] = (byte)('0' + (number % 10));
        return 2;
    }
}
