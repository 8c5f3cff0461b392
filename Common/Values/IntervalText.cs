using System.Globalization;

namespace FederationGateway.Common.Values;

/// <summary>Intervals in PostgreSQL's text forms: its own (<c>1 year 2 mons 3 days 04:05:06.789 ago</c>), ISO 8601 (<c>P1Y2M3DT4H5M6.7S</c>) and <c>1-2 3 4:05:06</c>.</summary>
public static class IntervalText
{
    /// <summary>The longest text an interval has.</summary>
    public const int MaxLength = 100;

    private const long Second = DateTimeLimits.MicrosecondsPerSecond;

    public static SqlInterval Read(ReadOnlySpan<byte> text)
    {
        var parser = new IntervalParser(text);
        return parser.Parse();
    }

    /// <summary>
    /// <c>1 year 2 mons -3 days +04:05:06.789</c>: zero parts are left out; after a negative part a positive one gets its sign.
    /// Needs <see cref="MaxLength"/> bytes.
    /// </summary>
    public static int Write(SqlInterval interval, Span<byte> target)
    {
        var position = 0;
        var afterNegative = false;
        WriteUnit(interval.Months / 12, "year"u8, target, ref position, ref afterNegative);
        WriteUnit(interval.Months % 12, "mon"u8, target, ref position, ref afterNegative);
        WriteUnit(interval.Days, "day"u8, target, ref position, ref afterNegative);
        if (interval.Microseconds == 0 && position > 0) return position;
        if (position > 0) target[position++] = (byte)' ';
        if (interval.Microseconds < 0) target[position++] = (byte)'-';
        else if (afterNegative) target[position++] = (byte)'+';
        var magnitude = interval.Microseconds < 0 ? (ulong)-interval.Microseconds : (ulong)interval.Microseconds;   // also of long.MinValue
        var seconds = magnitude / (ulong)Second;
        var hours = seconds / 3600;
        hours.TryFormat(target[position..], out var length, hours < 10 ? "00" : default, CultureInfo.InvariantCulture);
        position += length;
        position += WriteMinutesAndSeconds((int)(seconds / 60 % 60), (int)(seconds % 60), (int)(magnitude % (ulong)Second), target[position..]);
        return position;
    }

    private static int WriteMinutesAndSeconds(int minutes, int seconds, int microseconds, Span<byte> target)
    {
        target[0] = (byte)':';
        (target[1], target[2]) = ((byte)('0' + (minutes / 10)), (byte)('0' + (minutes % 10)));
        target[3] = (byte)':';
        (target[4], target[5]) = ((byte)('0' + (seconds / 10)), (byte)('0' + (seconds % 10)));
        return 6 + DateTimeWriter.WriteFraction(microseconds, target[6..]);
    }

    private static void WriteUnit(int value, ReadOnlySpan<byte> unit, Span<byte> target, ref int position, ref bool afterNegative)
    {
        if (value == 0) return;
        if (position > 0) target[position++] = (byte)' ';
        if (afterNegative && value > 0) target[position++] = (byte)'+';
        value.TryFormat(target[position..], out var length, default, CultureInfo.InvariantCulture);
        position += length;
        target[position++] = (byte)' ';
        unit.CopyTo(target[position..]);
        position += unit.Length;
        if (value != 1) target[position++] = (byte)'s';
        afterNegative = value < 0;
    }
}
