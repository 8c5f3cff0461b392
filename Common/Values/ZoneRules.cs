namespace FederationGateway.Common.Values;

/// <summary>Time zone offsets over the whole range of SQL timestamps, and fast for the many values of a column. Not thread-safe.</summary>
public sealed class ZoneRules(TimeZoneInfo zone)
{
    private const int Slots = 256;
    private const long DaysPer400Years = 146_097;
    private readonly bool _isFixed = !zone.SupportsDaylightSavingTime && zone.GetAdjustmentRules().Length == 0;
    private readonly int _baseOffset = (int)zone.BaseUtcOffset.TotalSeconds;
    private readonly OffsetsWithSeconds? _early = OffsetsWithSeconds.Of(zone);
    private readonly long[] _days = new long[Slots];
    private readonly int[] _offsets = new int[Slots];
    private readonly bool[] _filled = new bool[Slots];

    /// <summary>Seconds east of UTC at a moment given in microseconds since 1970-01-01 00:00 UTC.</summary>
    public int OffsetAt(long microseconds)
    {
        if (_isFixed && _early is null) return _baseOffset;
        var day = FloorDiv(microseconds, DateTimeLimits.MicrosecondsPerDay);
        var slot = (int)(day & (Slots - 1));
        if (_filled[slot] && _days[slot] == day) return _offsets[slot];
        var start = Look(day * DateTimeLimits.MicrosecondsPerDay);
        if (start != Look(((day + 1) * DateTimeLimits.MicrosecondsPerDay) - 1)) return Look(microseconds);    // the clock changes on this day
        (_days[slot], _offsets[slot], _filled[slot]) = (day, start, true);
        return start;
    }

    /// <summary>The same moment in a year .NET has: 400 years repeat both calendar and weekdays.</summary>
    internal static DateTime ToSupportedRange(long microseconds)
    {
        var day = FloorDiv(microseconds, DateTimeLimits.MicrosecondsPerDay);
        var time = microseconds - (day * DateTimeLimits.MicrosecondsPerDay);
        const long First = -718_000;       // in the year 4
        const long Last = 2_900_000;       // in the year 9909
        if (day < First) day += (((First - day) / DaysPer400Years) + 1) * DaysPer400Years;
        if (day > Last) day -= (((day - Last) / DaysPer400Years) + 1) * DaysPer400Years;
        return DateTime.UnixEpoch.AddDays(day).AddTicks(time * TimeSpan.TicksPerMicrosecond) is var moment
            ? DateTime.SpecifyKind(moment, DateTimeKind.Unspecified)
            : default;
    }

    private static long FloorDiv(long value, long divisor) => value >= 0 ? value / divisor : ((value + 1) / divisor) - 1;

    private int Look(long microseconds) => _early?.At(microseconds) ??
        (int)zone.GetUtcOffset(DateTime.SpecifyKind(ToSupportedRange(microseconds), DateTimeKind.Utc)).TotalSeconds;
}
