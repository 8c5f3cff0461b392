namespace FederationGateway.Common.Values;

/// <summary>Dates and times as PostgreSQL prints them with DateStyle ISO, written as UTF-8 without allocation.</summary>
public static class DateTimeWriter
{
    /// <summary>The longest text: <c>294276-12-31 23:59:59.999999-15:59:59 BC</c> and some room.</summary>
    public const int MaxLength = 48;

    public static int WriteDate(int days, Span<byte> target)
    {
        if (days == DateTimeLimits.DateInfinity) return Copy("infinity"u8, target);
        if (days == DateTimeLimits.DateMinusInfinity) return Copy("-infinity"u8, target);
        var length = WriteCalendar(days, target, out var beforeChrist);
        return beforeChrist ? length + Copy(" BC"u8, target[length..]) : length;
    }

    /// <summary><c>04:05:06.789</c></summary>
    public static int WriteTime(long microseconds, Span<byte> target)
    {
        var seconds = (int)(microseconds / DateTimeLimits.MicrosecondsPerSecond);
        WriteTwo(seconds / 3600, target);
        target[2] = (byte)':';
        WriteTwo(seconds / 60 % 60, target[3..]);
        target[5] = (byte)':';
        WriteTwo(seconds % 60, target[6..]);
        return 8 + WriteFraction((int)(microseconds % DateTimeLimits.MicrosecondsPerSecond), target[8..]);
    }

    public static int WriteTimestamp(long microseconds, Span<byte> target) => WriteTimestamp(microseconds, offset: null, target);

    /// <summary>With the offset of the zone in force at that moment: <c>2024-01-31 04:05:06+02</c>.</summary>
    public static int WriteTimestampTz(long microseconds, ZoneRules zone, Span<byte> target)
    {
        if (microseconds is DateTimeLimits.TimestampInfinity or DateTimeLimits.TimestampMinusInfinity) return WriteTimestamp(microseconds, null, target);
        var offset = zone.OffsetAt(microseconds);
        return WriteTimestamp(microseconds + (offset * DateTimeLimits.MicrosecondsPerSecond), offset, target);
    }

    /// <summary><c>+02</c>, <c>-07:30</c>, <c>-04:56:02</c></summary>
    public static int WriteOffset(int seconds, Span<byte> target)
    {
        target[0] = seconds < 0 ? (byte)'-' : (byte)'+';
        seconds = Math.Abs(seconds);
        WriteTwo(seconds / 3600, target[1..]);
        if (seconds % 3600 == 0) return 3;
        target[3] = (byte)':';
        WriteTwo(seconds / 60 % 60, target[4..]);
        if (seconds % 60 == 0) return 6;
        target[6] = (byte)':';
        WriteTwo(seconds % 60, target[7..]);
        return 9;
    }

    /// <summary><c>.789</c>: up to six digits without trailing zeros, nothing for 0.</summary>
    public static int WriteFraction(int microseconds, Span<byte> target)
    {
        if (microseconds == 0) return 0;
        target[0] = (byte)'.';
        var digits = 6;
        while (microseconds % 10 == 0)
        {
            microseconds /= 10;
            digits--;
        }

        for (var i = digits; i > 0; i--)
        {
            target[i] = (byte)('0' + (microseconds % 10));
            microseconds /= 10;
        }

        return digits + 1;
    }

    private static int WriteTimestamp(long microseconds, int? offset, Span<byte> target)
    {
        if (microseconds == DateTimeLimits.TimestampInfinity) return Copy("infinity"u8, target);
        if (microseconds == DateTimeLimits.TimestampMinusInfinity) return Copy("-infinity"u8, target);
        var days = Math.DivRem(microseconds, DateTimeLimits.MicrosecondsPerDay, out var time);
        if (time < 0)
        {
            time += DateTimeLimits.MicrosecondsPerDay;
            days--;
        }

        var length = WriteCalendar(days, target, out var beforeChrist);
        target[length++] = (byte)' ';
        length += WriteTime(time, target[length..]);
        if (offset is { } seconds) length += WriteOffset(seconds, target[length..]);
        return beforeChrist ? length + Copy(" BC"u8, target[length..]) : length;
    }

    private static int WriteCalendar(long days, Span<byte> target, out bool beforeChrist)
    {
        var (year, month, day) = CivilDate.FromDays(days);
        beforeChrist = year < 1;
        var length = WriteYear(beforeChrist ? 1 - year : year, target);
        target[length] = (byte)'-';
        WriteTwo(month, target[(length + 1)..]);
        target[length + 3] = (byte)'-';
        WriteTwo(day, target[(length + 4)..]);
        return length + 6;
    }

    private static int WriteYear(int year, Span<byte> target)
    {
        if (year < 10_000)
        {
            WriteTwo(year / 100, target);
            WriteTwo(year % 100, target[2..]);
            return 4;
        }

        year.TryFormat(target, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return length;
    }

    private static void WriteTwo(int value, Span<byte> target)
    {
        target[1] = (byte)('0' + (value % 10));
        target[0] = (byte)('0' + (value / 10));
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
