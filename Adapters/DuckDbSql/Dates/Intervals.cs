using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Arithmetic on intervals: months, days and microseconds each on their own.</summary>
internal static class Intervals
{
    private const long Day = DateTimeLimits.MicrosecondsPerDay;
    private const int DaysPerMonth = 30;

    public static SqlInterval Add(SqlInterval left, SqlInterval right) =>
        Build((long)left.Months + right.Months, (long)left.Days + right.Days, (Int128)left.Microseconds + right.Microseconds);

    public static SqlInterval Negate(SqlInterval value) => Build(-(long)value.Months, -(long)value.Days, -(Int128)value.Microseconds);

    /// <summary>What equality and order go by: a month is 30 days, a day 24 hours.</summary>
    public static Int128 Key(SqlInterval value) => ((((Int128)value.Months * DaysPerMonth) + value.Days) * Day) + value.Microseconds;

    // Fractions of months become days and fractions of days time.
    public static SqlInterval Multiply(SqlInterval value, double factor)
    {
        var months = CheckedInt(value.Months * factor);
        var days = CheckedInt(value.Days * factor);
        var monthRest = Round6(((value.Months * factor) - months) * DaysPerMonth);
        var secondsRest = Round6(((value.Days * factor) - days + monthRest - (int)monthRest) * 86_400);
        return Combine(months, days, monthRest, secondsRest, (value.Microseconds * factor) + (secondsRest * 1_000_000));
    }

    public static SqlInterval Divide(SqlInterval value, double divisor)
    {
        if (divisor == 0) throw NumericArithmetic.DivisionByZero();
        var months = CheckedInt(value.Months / divisor);
        var days = CheckedInt(value.Days / divisor);
        var monthRest = Round6(((value.Months / divisor) - months) * DaysPerMonth);
        var secondsRest = Round6(((value.Days / divisor) - days + monthRest - (int)monthRest) * 86_400);
        return Combine(months, days, monthRest, secondsRest, (value.Microseconds / divisor) + (secondsRest * 1_000_000));
    }

    private static SqlInterval Combine(int months, int days, double monthRest, double secondsRest, double microseconds)
    {
        if (Math.Abs(secondsRest) >= 86_400)
        {
            days = CheckedInt(days + Math.Truncate(secondsRest / 86_400));
            microseconds -= (int)(secondsRest / 86_400) * (double)Day;
        }

        days = CheckedInt(days + Math.Truncate(monthRest));
        var rounded = Math.Round(microseconds, MidpointRounding.ToEven);
        return double.IsNaN(rounded) || Math.Abs(rounded) >= long.MaxValue ? throw Moments.OutOfRange("interval") : new SqlInterval(months, days, (long)rounded);
    }

    public static SqlInterval JustifyHours(SqlInterval value)
    {
        var (days, time) = (value.Days + (value.Microseconds / Day), value.Microseconds % Day);
        if (days > 0 && time < 0) (days, time) = (days - 1, time + Day);
        else if (days < 0 && time > 0) (days, time) = (days + 1, time - Day);
        return Build(value.Months, days, time);
    }

    public static SqlInterval JustifyDays(SqlInterval value)
    {
        var (months, days) = ((long)value.Months + (value.Days / DaysPerMonth), value.Days % DaysPerMonth);
        if (months > 0 && days < 0) (months, days) = (months - 1, days + DaysPerMonth);
        else if (months < 0 && days > 0) (months, days) = (months + 1, days - DaysPerMonth);
        return Build(months, days, value.Microseconds);
    }

    public static SqlInterval Justify(SqlInterval value)
    {
        var days = value.Days + (value.Microseconds / Day);
        var time = value.Microseconds % Day;
        var months = (long)value.Months + (days / DaysPerMonth);
        days %= DaysPerMonth;
        if (months > 0 && (days < 0 || (days == 0 && time < 0))) (months, days) = (months - 1, days + DaysPerMonth);
        else if (months < 0 && (days > 0 || (days == 0 && time > 0))) (months, days) = (months + 1, days - DaysPerMonth);
        if (days > 0 && time < 0) (days, time) = (days - 1, time + Day);
        else if (days < 0 && time > 0) (days, time) = (days + 1, time - Day);
        return Build(months, days, time);
    }

    /// <summary>The difference as a person counts it: years, months and days of the calendar, then time.</summary>
    public static SqlInterval Age(long left, long right)
    {
        if (Moments.IsInfinite(left) || Moments.IsInfinite(right)) throw Moments.OutOfRange("timestamp");
        if (left < right) return Negate(Age(right, left));
        var (year1, month1, day1) = CivilDate.FromDays(Moments.DayOf(left));
        var (year2, month2, day2) = CivilDate.FromDays(Moments.DayOf(right));
        var time = Moments.TimeOfDay(left) - Moments.TimeOfDay(right);
        var (years, months, days) = (year1 - year2, month1 - month2, day1 - day2);
        if (time < 0) (days, time) = (days - 1, time + Day);
        if (days < 0) (months, days) = (months - 1, days + Moments.DaysInMonth(year2, month2));
        if (months < 0) (years, months) = (years - 1, months + 12);
        return Build((years * 12L) + months, days, time);
    }

    public static SqlInterval Build(long months, long days, Int128 microseconds) =>
        months is >= int.MinValue and <= int.MaxValue && days is >= int.MinValue and <= int.MaxValue && microseconds >= long.MinValue && microseconds <= long.MaxValue
            ? new SqlInterval((int)months, (int)days, (long)microseconds)
            : throw Moments.OutOfRange("interval");

    private static int CheckedInt(double value) =>
        double.IsNaN(value) || value > int.MaxValue || value < int.MinValue ? throw Moments.OutOfRange("interval") : (int)value;

    private static double Round6(double value) => Math.Round(value * 1_000_000, MidpointRounding.ToEven) / 1_000_000;
}
