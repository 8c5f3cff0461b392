using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>Constants as PostgreSQL's text form of their type (ISO dates, UTC instants): what a quoted literal of that type may hold.</summary>
public static class ConstantText
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Format(ConstantExpression constant) => Format(constant.Value!, constant.Type);

    public static string Format(object value, SqlType type) => (value, type.Kind) switch
    {
        (bool b, _) => b ? "true" : "false",
        (short or int or long or uint, not (SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz)) => Convert.ToString(value, Invariant)!,
        (float f, _) => Float(f, f.ToString("R", Invariant)),
        (double d, _) => Float(d, d.ToString("R", Invariant)),
        (string s, _) => s,
        (byte[] bytes, _) => "\\x" + Convert.ToHexStringLower(bytes),
        (int days, SqlTypeKind.Date) => days switch { int.MaxValue => "infinity", -int.MaxValue => "-infinity", _ => Date(days) },
        (long time, SqlTypeKind.Time) => Time(time),
        (long instant, _) => instant switch { long.MaxValue => "infinity", -long.MaxValue => "-infinity", _ => Timestamp(instant, type.Kind == SqlTypeKind.TimestampTz) },
        (SqlInterval interval, _) => Interval(interval),
        (Guid guid, _) => guid.ToString("D"),
        (object?[] items, _) => Array(items, type.ElementType),
        _ => throw new ArgumentException($"no text form for {value.GetType()} as {type}", nameof(value)),
    };

    private static string Float(double value, string text) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : text;

    /// <summary>Days since 1970-01-01 as a proleptic Gregorian date; years before 1 carry BC.</summary>
    private static string Date(long days)
    {
        var (year, month, day) = CivilDate.FromDays(days);
        return year > 0
            ? string.Create(Invariant, $"{year:0000}-{month:00}-{day:00}")
            : string.Create(Invariant, $"{1 - year:0000}-{month:00}-{day:00} BC");
    }

    private static string Time(long microseconds)
    {
        var text = string.Create(Invariant, $"{microseconds / 3_600_000_000:00}:{microseconds / 60_000_000 % 60:00}:{microseconds / 1_000_000 % 60:00}");
        var fraction = microseconds % 1_000_000;
        return fraction == 0 ? text : text + "." + fraction.ToString("000000", Invariant).TrimEnd('0');
    }

    private static string Timestamp(long instant, bool isUtc)
    {
        var days = Math.DivRem(instant, MicrosecondsPerDay, out var time);
        if (time < 0)
        {
            time += MicrosecondsPerDay;
            days--;
        }

        var date = Date(days);
        var zone = isUtc ? "+00" : "";
        return date.EndsWith(" BC", StringComparison.Ordinal) ? $"{date[..^3]} {Time(time)}{zone} BC" : $"{date} {Time(time)}{zone}";
    }

    private static string Interval(SqlInterval interval) => string.Create(Invariant,
        $"{interval.Months} mons {interval.Days} days {(interval.Microseconds < 0 ? "-" : "")}{TimeOfAny(interval.Microseconds)}");

    private static string TimeOfAny(long microseconds) => Time(microseconds == long.MinValue ? long.MaxValue : Math.Abs(microseconds));

    private static string Array(object?[] items, SqlType element)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(',');
            if (items[i] is not { } item) text.Append("NULL");
            else text.Append('"').Append(Format(item, element).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return text.Append('}').ToString();
    }
}
