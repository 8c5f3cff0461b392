using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>date_trunc and date_bin.</summary>
internal static class DateTruncation
{
    private const long Second = DateTimeLimits.MicrosecondsPerSecond;
    private const long Day = DateTimeLimits.MicrosecondsPerDay;

    public static long Truncate(string field, long timestamp, string type = "timestamp without time zone")
    {
        var name = DateFields.Normalize(field);
        if (Moments.IsInfinite(timestamp)) return IsField(name) ? timestamp : throw DateFields.Unknown(field, type, IsZone(name));
        return TimeUnit(name) is { } unit ? Moments.FloorDivide(timestamp, unit) * unit : Moments.Check((Int128)DayStart(name, field, Moments.DayOf(timestamp), type) * Day);
    }

    /// <summary>By the zone's wall clock.</summary>
    public static long TruncateInZone(string field, long timestamp, string zone)
    {
        if (Moments.IsInfinite(timestamp)) return Truncate(field, timestamp, "timestamp with time zone");
        var wall = Moments.ToWallClock(timestamp, zone);
        var truncated = Truncate(field, wall, "timestamp with time zone");

        // Within an hour the offset stays what it is: the hour that a clock change repeats keeps its place.
        return TimeUnit(DateFields.Normalize(field)) is { } unit && unit < Day ? timestamp - (wall - truncated) : Moments.FromWallClock(truncated, zone);
    }

    public static SqlInterval Truncate(string field, SqlInterval interval)
    {
        var name = DateFields.Normalize(field);
        var years = interval.Months / 12;
        return name switch
        {
            "millennium" => new SqlInterval(years / 1000 * 12_000, 0, 0),
            "century" => new SqlInterval(years / 100 * 1200, 0, 0),
            "decade" => new SqlInterval(years / 10 * 120, 0, 0),
            "year" => new SqlInterval(years * 12, 0, 0),
            "quarter" => new SqlInterval(interval.Months / 3 * 3, 0, 0),
            "month" => new SqlInterval(interval.Months, 0, 0),
            "day" => new SqlInterval(interval.Months, interval.Days, 0),
            "week" => throw new GatewayException(SqlState.FeatureNotSupported, $"unit \"{field}\" not supported for type interval") { Detail = "Months usually have fractional weeks." },
            _ when TimeUnit(name) is { } unit => interval with { Microseconds = interval.Microseconds / unit * unit },
            _ => throw DateFields.Unknown(field, "interval", IsZone(name)),
        };
    }

    /// <summary>The start of the stride, counted from the origin, in which the moment lies.</summary>
    public static long Bin(SqlInterval stride, long timestamp, long origin)
    {
        if (Moments.IsInfinite(timestamp)) return timestamp;
        if (Moments.IsInfinite(origin)) throw new GatewayException(SqlState.DatetimeFieldOverflow, "origin out of range");
        if (stride.Months != 0) throw new GatewayException(SqlState.FeatureNotSupported, "timestamps cannot be binned into intervals containing months or years");
        var step = ((Int128)stride.Days * Day) + stride.Microseconds;
        if (step <= 0) throw new GatewayException(SqlState.DatetimeFieldOverflow, "stride must be greater than zero");
        var difference = (Int128)timestamp - origin;
        var steps = difference / step;
        if (difference % step < 0) steps--;
        return Moments.Check(origin + (steps * step));
    }

    // Known as a unit, but nothing is truncated to it; day of week and the like are not even units here.
    private static bool IsZone(string name) => name is "timezone" or "timezone_hour" or "timezone_minute";

    private static bool IsField(string name) => TimeUnit(name) is not null || name is "week" or "month" or "quarter" or "year" or "decade" or "century" or "millennium";

    private static long? TimeUnit(string name) => name switch
    {
        "microsecond" => 1,
        "millisecond" => 1000,
        "second" => Second,
        "minute" => 60 * Second,
        "hour" => 3600 * Second,
        "day" => Day,
        _ => null,
    };

    // Years around 1 BC: PostgreSQL's decades start at years divisible by ten, its centuries and millennia at years ending in 1.
    private static long DayStart(string name, string field, long day, string type)
    {
        var (year, month, _) = CivilDate.FromDays(day);
        return name switch
        {
            "week" => day - ((DateFields.DayOfWeek(day) + 6) % 7),
            "month" => CivilDate.ToDays(year, month, 1),
            "quarter" => CivilDate.ToDays(year, ((month - 1) / 3 * 3) + 1, 1),
            "year" => CivilDate.ToDays(year, 1, 1),
            "decade" => CivilDate.ToDays((int)Moments.FloorDivide(year, 10) * 10, 1, 1),
            "century" => CivilDate.ToDays(((int)Moments.FloorDivide(year - 1, 100) * 100) + 1, 1, 1),
            "millennium" => CivilDate.ToDays(((int)Moments.FloorDivide(year - 1, 1000) * 1000) + 1, 1, 1),
            _ => throw DateFields.Unknown(field, type, IsZone(name)),
        };
    }
}
