using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Arithmetic on dates (days) and timestamps (microseconds) since 1970-01-01: infinities stay, results out of range are 22008.</summary>
internal static class Moments
{
    private const long Day = DateTimeLimits.MicrosecondsPerDay;

    public static bool IsInfinite(int date) => date is DateTimeLimits.DateInfinity or DateTimeLimits.DateMinusInfinity;

    public static bool IsInfinite(long timestamp) => timestamp is DateTimeLimits.TimestampInfinity or DateTimeLimits.TimestampMinusInfinity;

    public static int AddDays(int date, long days)
    {
        if (IsInfinite(date)) return date;
        var result = date + days;
        return result >= DateTimeLimits.MinDate && result <= DateTimeLimits.MaxDate ? (int)result : throw OutOfRange("date");
    }

    public static int DaysBetween(int left, int right) => IsInfinite(left) || IsInfinite(right)
        ? throw new GatewayException(SqlState.DatetimeFieldOverflow, "cannot subtract infinite dates")
        : left - right;

    public static long FromDate(int date) => date switch
    {
        DateTimeLimits.DateInfinity => DateTimeLimits.TimestampInfinity,
        DateTimeLimits.DateMinusInfinity => DateTimeLimits.TimestampMinusInfinity,
        _ => date <= DateTimeLimits.MaxTimestamp / Day ? date * Day : throw new GatewayException(SqlState.DatetimeFieldOverflow, "date out of range for timestamp"),
    };

    public static int ToDate(long timestamp) => timestamp switch
    {
        DateTimeLimits.TimestampInfinity => DateTimeLimits.DateInfinity,
        DateTimeLimits.TimestampMinusInfinity => DateTimeLimits.DateMinusInfinity,
        _ => (int)DayOf(timestamp),
    };

    public static long DayOf(long timestamp) => timestamp >= 0 ? timestamp / Day : ((timestamp + 1) / Day) - 1;

    public static long TimeOfDay(long timestamp) => timestamp - (DayOf(timestamp) * Day);

    /// <summary>Months first (a day that the month has not becomes its last), then days, then time.</summary>
    public static long Add(long timestamp, SqlInterval interval)
    {
        if (IsInfinite(timestamp)) return timestamp;
        var day = AddMonths(DayOf(timestamp), interval.Months) + interval.Days;
        return Check(((Int128)day * Day) + TimeOfDay(timestamp) + interval.Microseconds);
    }

    /// <summary>As <see cref="Add"/>, with months and days counted on the zone's wall clock.</summary>
    public static long AddInZone(long timestamp, SqlInterval interval, string zone)
    {
        if (IsInfinite(timestamp)) return timestamp;
        if (interval.Months != 0 || interval.Days != 0)
        {
            var wall = ToWallClock(timestamp, zone);
            timestamp = FromWallClock(Add(wall, interval with { Microseconds = 0 }), zone);
        }

        return Check((Int128)timestamp + interval.Microseconds);
    }

    public static long AddMonths(long day, int months)
    {
        if (months == 0) return day;
        var (year, month, dayOfMonth) = CivilDate.FromDays(day);
        var total = (year * 12L) + month - 1 + months;
        var (newYear, newMonth) = ((int)FloorDivide(total, 12), (int)(total - (FloorDivide(total, 12) * 12)) + 1);
        return CivilDate.ToDays(newYear, newMonth, Math.Min(dayOfMonth, DaysInMonth(newYear, newMonth)));
    }

    /// <summary>Whole days and the rest; the infinities cannot be subtracted.</summary>
    public static SqlInterval Difference(long left, long right)
    {
        if (IsInfinite(left) || IsInfinite(right)) throw new GatewayException(SqlState.DatetimeFieldOverflow, "cannot subtract infinite timestamps");
        var difference = (Int128)left - right;
        if (difference < long.MinValue || difference > long.MaxValue) throw new GatewayException(SqlState.DatetimeFieldOverflow, "interval out of range");
        return Intervals.JustifyHours(new SqlInterval(0, 0, (long)difference));
    }

    public static long ToWallClock(long timestamp, string zone) => IsInfinite(timestamp)
        ? timestamp
        : timestamp + (Zones.RulesOf(zone).OffsetAt(timestamp) * DateTimeLimits.MicrosecondsPerSecond);

    public static long FromWallClock(long wall, string zone) => IsInfinite(wall)
        ? wall
        : Check(wall - (Int128)(DateTimeText.OffsetOfWallClock(wall, Zones.Find(zone)) * DateTimeLimits.MicrosecondsPerSecond));

    public static long Check(Int128 timestamp) => timestamp >= DateTimeLimits.MinTimestamp && timestamp <= DateTimeLimits.MaxTimestamp ? (long)timestamp : throw OutOfRange("timestamp");

    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public static long FloorDivide(long value, long divisor) => value >= 0 ? value / divisor : ((value + 1) / divisor) - 1;

    public static GatewayException OutOfRange(string type) => new(SqlState.DatetimeFieldOverflow, $"{type} out of range");
}
