using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What a template prints: a moment's parts, or an interval's.</summary>
internal readonly record struct DateParts(int Year, int Month, int Day, long Hour, int Minute, int Second, int Microsecond, long DayNumber, int? Offset, string? ZoneName, bool IsInterval)
{
    public static DateParts OfTimestamp(long wallClock, int? offset = null, string? zoneName = null)
    {
        var day = Moments.DayOf(wallClock);
        var time = Moments.TimeOfDay(wallClock);
        var (year, month, dayOfMonth) = CivilDate.FromDays(day);
        return new DateParts(year, month, dayOfMonth, time / 3_600_000_000, (int)(time / 60_000_000 % 60), (int)(time / 1_000_000 % 60), (int)(time % 1_000_000), day, offset, zoneName, false);
    }

    public static DateParts OfInterval(SqlInterval interval)
    {
        var time = interval.Microseconds;
        return new DateParts(interval.Months / 12, interval.Months % 12, interval.Days, time / 3_600_000_000, (int)(time / 60_000_000 % 60), (int)(time / 1_000_000 % 60), (int)(time % 1_000_000), 0, null, null, true);
    }
}

/// <summary>to_char of dates, times and intervals.</summary>
internal static class DateWriter
{
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    private const int NameWidth = 9;
    private const int JulianEpoch = 2_440_588;

    public static string? Write(in DateParts parts, string template)
    {
        if (template.Length == 0) return null;
        var result = new StringBuilder();
        foreach (var part in DateFormat.Parse(template)) Append(result, part, parts);
        return result.ToString();
    }

    private static void Append(StringBuilder result, DatePart part, in DateParts value)
    {
        if (value.IsInterval && IsOfCalendar(part.Pattern))
            throw new GatewayException(SqlState.InvalidDatetimeFormat, "invalid format specification for an interval value") { Hint = "Intervals are not tied to specific calendar dates." };
        var shownYear = value.Year > 0 || value.IsInterval ? value.Year : 1 - value.Year;
        switch (part.Pattern)
        {
            case DatePattern.Literal: result.Append(part.Text); break;
            case DatePattern.Hour12: Number(result, part, value.Hour % 12 == 0 ? 12 : value.Hour % 12, 2); break;
            case DatePattern.Hour24: Number(result, part, value.Hour, 2); break;
            case DatePattern.Minute: Number(result, part, value.Minute, 2); break;
            case DatePattern.Second: Number(result, part, value.Second, 2); break;
            case DatePattern.Millisecond: Fixed(result, part, value.Microsecond / 1000, 3); break;
            case DatePattern.Microsecond: Fixed(result, part, value.Microsecond, 6); break;
            case DatePattern.Fraction: Fixed(result, part, value.Microsecond / (int)Math.Pow(10, 6 - (part.Text[2] - '0')), part.Text[2] - '0'); break;
            case DatePattern.SecondsOfDay: Number(result, part, (value.Hour * 3600) + (value.Minute * 60) + value.Second, 0); break;
            case DatePattern.Meridian: result.Append(Cased(value.Hour % 24 >= 12 ? "PM" : "AM", part.Case)); break;
            case DatePattern.MeridianDotted: result.Append(Cased(value.Hour % 24 >= 12 ? "P.M." : "A.M.", part.Case)); break;
            case DatePattern.Era: result.Append(Cased(value.Year <= 0 ? "BC" : "AD", part.Case)); break;
            case DatePattern.EraDotted: result.Append(Cased(value.Year <= 0 ? "B.C." : "A.D.", part.Case)); break;
            case DatePattern.YearComma: result.Append(CultureInfo.InvariantCulture, $"{shownYear / 1000},{shownYear % 1000:000}").Append(Ordinal(shownYear, part.Ordinal)); break;
            case DatePattern.Year4: Number(result, part, shownYear, 4); break;
            case DatePattern.Year3: Number(result, part, shownYear % 1000, 3); break;
            case DatePattern.Year2: Number(result, part, shownYear % 100, 2); break;
            case DatePattern.Year1: Number(result, part, shownYear % 10, 1); break;
            case DatePattern.IsoYear4: Number(result, part, IsoYear(value), 4); break;
            case DatePattern.IsoYear3: Number(result, part, IsoYear(value) % 1000, 3); break;
            case DatePattern.IsoYear2: Number(result, part, IsoYear(value) % 100, 2); break;
            case DatePattern.IsoYear1: Number(result, part, IsoYear(value) % 10, 1); break;
            case DatePattern.Month: Name(result, part, Months[value.Month - 1]); break;
            case DatePattern.MonthShort: result.Append(Cased(Months[value.Month - 1][..3], part.Case)); break;
            case DatePattern.MonthNumber: Number(result, part, value.Month, 2); break;
            case DatePattern.RomanMonth: AppendRoman(result, part, value.Month); break;
            case DatePattern.Day: Name(result, part, Days[DateFields.DayOfWeek(value.DayNumber)]); break;
            case DatePattern.DayShort: result.Append(Cased(Days[DateFields.DayOfWeek(value.DayNumber)][..3], part.Case)); break;
            case DatePattern.DayOfYear when value.IsInterval: Number(result, part, SpanInDays(value), 3); break;
            case DatePattern.DayOfYear: Number(result, part, value.DayNumber - CivilDate.ToDays(value.Year, 1, 1) + 1, 3); break;
            case DatePattern.IsoDayOfYear: Number(result, part, ((DateFields.IsoWeek(value.DayNumber) - 1) * 7) + IsoDay(value.DayNumber), 3); break;
            case DatePattern.DayOfMonth: Number(result, part, value.Day, value.Day < 0 ? 1 : 2); break;
            case DatePattern.DayOfWeek: Number(result, part, DateFields.DayOfWeek(value.DayNumber) + 1, 0); break;
            case DatePattern.IsoDayOfWeek: Number(result, part, IsoDay(value.DayNumber), 0); break;
            case DatePattern.WeekOfMonth: Number(result, part, ((value.Day - 1) / 7) + 1, 0); break;
            case DatePattern.WeekOfYear when value.IsInterval: Number(result, part, ((SpanInDays(value) - 1) / 7) + 1, 2); break;
            case DatePattern.WeekOfYear: Number(result, part, ((value.DayNumber - CivilDate.ToDays(value.Year, 1, 1)) / 7) + 1, 2); break;
            case DatePattern.IsoWeek: Number(result, part, DateFields.IsoWeek(value.DayNumber), 2); break;
            case DatePattern.Century: Number(result, part, value.IsInterval ? value.Year / 100 : value.Year > 0 ? ((value.Year - 1) / 100) + 1 : (value.Year / 100) - 1, 2); break;
            case DatePattern.Julian when value.IsInterval: throw GatewayException.Unsupported("the pattern J in to_char() of an interval");
            case DatePattern.Julian: Number(result, part, value.DayNumber + JulianEpoch, 0); break;
            case DatePattern.Quarter when value.Month > 0: Number(result, part, ((value.Month - 1) / 3) + 1, 0); break;
            case DatePattern.Quarter: break;
            default: AppendZone(result, part, value); break;
        }
    }

    private static void AppendZone(StringBuilder result, DatePart part, in DateParts value)
    {
        var offset = value.Offset ?? 0;
        var sign = offset < 0 ? '-' : '+';
        var (hours, minutes) = (Math.Abs(offset) / 3600, Math.Abs(offset) / 60 % 60);
        switch (part.Pattern)
        {
            case DatePattern.ZoneHour: result.Append(CultureInfo.InvariantCulture, $"{sign}{hours:00}"); break;
            case DatePattern.ZoneMinute: result.Append(CultureInfo.InvariantCulture, $"{minutes:00}"); break;
            case DatePattern.ZoneOffset:
                result.Append(CultureInfo.InvariantCulture, $"{sign}{hours:00}");
                if (minutes != 0) result.Append(CultureInfo.InvariantCulture, $":{minutes:00}");
                break;
            case DatePattern.Zone when value.ZoneName is { } name:
                // The abbreviations of other zones (CEST) are not known here.
                if (!name.Equals("UTC", StringComparison.OrdinalIgnoreCase) && !name.Equals("GMT", StringComparison.OrdinalIgnoreCase))
                    throw GatewayException.Unsupported("the pattern TZ in to_char() in a time zone other than UTC");
                result.Append(Cased(name, part.Case));
                break;
        }
    }

    // An interval lies nowhere in the calendar.
    private static bool IsOfCalendar(DatePattern pattern) => pattern is DatePattern.DayOfWeek or DatePattern.IsoDayOfWeek or DatePattern.Day or DatePattern.DayShort
        or DatePattern.Month or DatePattern.MonthShort or DatePattern.Era or DatePattern.EraDotted
        or DatePattern.Zone or DatePattern.ZoneHour or DatePattern.ZoneMinute or DatePattern.ZoneOffset;

    private static long SpanInDays(in DateParts value) => ((((long)value.Year * 12) + value.Month) * 30) + value.Day;

    private static int IsoYear(in DateParts value) => DateFields.IsoYear(value.DayNumber) is > 0 and var year ? year : 1 - DateFields.IsoYear(value.DayNumber);

    private static int IsoDay(long day) => DateFields.DayOfWeek(day) is 0 ? 7 : DateFields.DayOfWeek(day);

    // Filled with zeros; a minus sign gets a place of its own.
    private static void Number(StringBuilder result, DatePart part, long number, int width)
    {
        var digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture);
        if (part.IsFilled) digits = digits.PadLeft(width, '0');
        if (number < 0) result.Append('-');
        result.Append(digits).Append(Ordinal(number, part.Ordinal));
    }

    private static void Fixed(StringBuilder result, DatePart part, int number, int width)
    {
        if (number < 0) result.Append('-');
        result.Append(Math.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0')).Append(Ordinal(number, part.Ordinal));
    }

    private static void Name(StringBuilder result, DatePart part, string name) => result.Append(Cased(part.IsFilled ? name.PadRight(NameWidth) : name, part.Case));

    private static void AppendRoman(StringBuilder result, DatePart part, int month)
    {
        if (month == 0) return;
        var name = Roman[month > 0 ? month - 1 : month + 11];
        result.Append(Cased(part.IsFilled ? name.PadRight(4) : name, part.Case == LetterCase.Lower ? LetterCase.Lower : LetterCase.Upper));
    }

    private static string Cased(string text, LetterCase letterCase) => letterCase switch
    {
        LetterCase.Upper => text.ToUpperInvariant(),
        LetterCase.Lower => text.ToLowerInvariant(),
        _ => char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant(),
    };

    public static string Ordinal(long number, string written)
    {
        if (written.Length == 0) return "";
        var last = Math.Abs(number) % 10;
        var suffix = Math.Abs(number) / 10 % 10 == 1 ? "th" : last switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return char.IsAsciiLetterUpper(written[0]) ? suffix.ToUpperInvariant() : suffix;
    }
}
