using System.Numerics;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>EXTRACT and date_part: the fields of each type as exact numerics.</summary>
internal static class DateFields
{
    private const long Second = DateTimeLimits.MicrosecondsPerSecond;
    private const int JulianEpoch = 2_440_588;

    /// <summary>Null where an infinite moment has no such field.</summary>
    public static PgNumeric? OfTimestamp(string field, long timestamp, string type, int? offset = null)
    {
        var name = Normalize(field);
        if (Moments.IsInfinite(timestamp)) return OfInfinite(name, field, timestamp > 0, type, offset);
        var day = Moments.DayOf(timestamp);
        var time = Moments.TimeOfDay(timestamp);
        return OfDay(name, day) ?? OfTime(name, time) ?? OfZone(name, offset) ?? name switch
        {
            "epoch" => Micros(timestamp - ((offset ?? 0) * Second)),
            "julian" => Julian(day, time),
            _ => throw Unknown(field, type, IsKnown(name)),
        };
    }

    public static PgNumeric? OfDate(string field, int date)
    {
        var name = Normalize(field);
        if (Moments.IsInfinite(date)) return OfInfinite(name, field, date > 0, "date", null);
        return OfDay(name, date) ?? name switch
        {
            "epoch" => PgNumeric.FromInteger(date * 86_400L),
            "julian" => PgNumeric.FromInteger(date + JulianEpoch),
            _ => throw Unknown(field, "date", IsKnown(name)),
        };
    }

    public static PgNumeric OfTime(string field, long time, string type, int? offset)
    {
        var name = Normalize(field);
        return OfTime(name, time) ?? OfZone(name, offset) ?? (name == "epoch" ? Micros(time - ((offset ?? 0) * Second)) : throw Unknown(field, type, IsKnown(name)));
    }

    public static PgNumeric OfInterval(string field, SqlInterval interval)
    {
        var name = Normalize(field);
        var (years, months) = (interval.Months / 12, interval.Months % 12);
        return name switch
        {
            "millennium" => PgNumeric.FromInteger(years / 1000),
            "century" => PgNumeric.FromInteger(years / 100),
            "decade" => PgNumeric.FromInteger(years / 10),
            "year" => PgNumeric.FromInteger(years),
            "quarter" => PgNumeric.FromInteger((months / 3) + 1),
            "month" => PgNumeric.FromInteger(months),
            "day" => PgNumeric.FromInteger(interval.Days),
            "hour" => PgNumeric.FromInteger(interval.Microseconds / (3600 * Second)),
            "epoch" => IntervalEpoch(interval),
            _ => OfTime(name, interval.Microseconds % (3600 * Second)) ?? throw Unknown(field, "interval", IsKnown(name)),
        };
    }

    private static PgNumeric? OfDay(string name, long day)
    {
        var (year, month, dayOfMonth) = CivilDate.FromDays(day);
        long? value = name switch
        {
            "millennium" => year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000),
            "century" => year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100),
            "decade" => year >= 0 ? year / 10 : -((8 - (year - 1)) / 10),
            "year" => year > 0 ? year : year - 1,
            "isoyear" => IsoYear(day) is > 0 and var isoYear ? isoYear : IsoYear(day) - 1,
            "quarter" => ((month - 1) / 3) + 1,
            "month" => month,
            "week" => IsoWeek(day),
            "day" => dayOfMonth,
            "dow" => DayOfWeek(day),
            "isodow" => DayOfWeek(day) is 0 ? 7 : DayOfWeek(day),
            "doy" => day - CivilDate.ToDays(year, 1, 1) + 1,
            _ => null,
        };
        return value is { } present ? PgNumeric.FromInteger(present) : null;
    }

    private static PgNumeric? OfTime(string name, long time) => name switch
    {
        "hour" => PgNumeric.FromInteger(time / (3600 * Second)),
        "minute" => PgNumeric.FromInteger(time / (60 * Second) % 60),
        "second" => Micros(time % (60 * Second)),
        "millisecond" => new PgNumeric(time % (60 * Second), 3),
        "microsecond" => PgNumeric.FromInteger(time % (60 * Second)),
        _ => null,
    };

    private static PgNumeric? OfZone(string name, int? offset) => offset is not { } seconds ? null : name switch
    {
        "timezone" => PgNumeric.FromInteger(seconds),
        "timezone_hour" => PgNumeric.FromInteger(seconds / 3600),
        "timezone_minute" => PgNumeric.FromInteger(seconds / 60 % 60),
        _ => null,
    };

    // Fields that always grow are infinite, those that go round are null.
    private static PgNumeric? OfInfinite(string name, string field, bool isPositive, string type, int? offset)
    {
        if (name is "year" or "decade" or "century" or "millennium" or "julian" or "isoyear" or "epoch") return isPositive ? PgNumeric.PositiveInfinity : PgNumeric.NegativeInfinity;
        var isKnown = OfDay(name, 0) is not null || (type != "date" && OfTime(name, 0) is not null) || OfZone(name, offset ?? (type == "timestamp with time zone" ? 0 : null)) is not null;
        return isKnown ? null : throw Unknown(field, type, IsKnown(name));
    }

    private static PgNumeric Julian(long day, long time) => time == 0
        ? PgNumeric.FromInteger(day + JulianEpoch)
        : NumericArithmetic.Add(PgNumeric.FromInteger(day + JulianEpoch), NumericArithmetic.Divide(PgNumeric.FromInteger(time), PgNumeric.FromInteger(DateTimeLimits.MicrosecondsPerDay)));

    // A year counts 365.25 days here, a month 30.
    private static PgNumeric IntervalEpoch(SqlInterval interval)
    {
        var quarterDays = ((BigInteger)(interval.Months / 12) * 1461) + (4 * (((BigInteger)(interval.Months % 12) * 30) + interval.Days));
        return new PgNumeric((quarterDays * 86_400 / 4 * Second) + interval.Microseconds, 6);
    }

    private static PgNumeric Micros(long microseconds) => new(microseconds, 6);

    public static int DayOfWeek(long day) => (int)(((day + 4) % 7 + 7) % 7);

    /// <summary>The year that holds the Thursday of the day's week; 0 is 1 BC.</summary>
    public static int IsoYear(long day) => CivilDate.FromDays(day - ((DayOfWeek(day) + 6) % 7) + 3).Year;

    public static long IsoWeek(long day)
    {
        var thursday = day - ((DayOfWeek(day) + 6) % 7) + 3;
        return ((thursday - CivilDate.ToDays(CivilDate.FromDays(thursday).Year, 1, 1)) / 7) + 1;
    }

    /// <summary>A field's name without case, plural and abbreviation.</summary>
    public static string Normalize(string field) => field.ToLowerInvariant() switch
    {
        "microseconds" or "us" or "usec" or "usecs" or "usecond" or "useconds" or "microsecon" => "microsecond",
        "milliseconds" or "ms" or "msec" or "msecs" or "msecond" or "mseconds" or "millisecon" => "millisecond",
        "seconds" or "sec" or "secs" or "s" => "second",
        "minutes" or "min" or "mins" or "m" => "minute",
        "hours" or "hr" or "hrs" or "h" => "hour",
        "days" or "d" => "day",
        "weeks" or "w" => "week",
        "months" or "mon" or "mons" => "month",
        "quarters" or "qtr" => "quarter",
        "years" or "y" or "yr" or "yrs" => "year",
        "decades" or "dec" or "decs" => "decade",
        "centuries" or "c" or "cent" => "century",
        "millennia" or "mil" or "mils" => "millennium",
        "timezone_h" => "timezone_hour",
        "timezone_m" => "timezone_minute",
        "j" or "jd" => "julian",
        var other => other,
    };

    private static bool IsKnown(string name) => name is "microsecond" or "millisecond" or "second" or "minute" or "hour" or "day" or "week" or "month" or "quarter" or "year"
        or "decade" or "century" or "millennium" or "dow" or "isodow" or "doy" or "isoyear" or "epoch" or "julian" or "timezone" or "timezone_hour" or "timezone_minute";

    public static GatewayException Unknown(string field, string type, bool isKnown) => isKnown
        ? new GatewayException(SqlState.FeatureNotSupported, $"unit \"{field}\" not supported for type {type}")
        : new GatewayException(SqlState.InvalidParameterValue, $"unit \"{field}\" not recognized for type {type}");
}
