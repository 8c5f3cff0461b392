using System.Collections.Concurrent;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The template patterns of to_char and to_date for dates and times.</summary>
internal enum DatePattern
{
    Literal, Hour12, Hour24, Minute, Second, Millisecond, Microsecond, Fraction, SecondsOfDay, Meridian, MeridianDotted, Era, EraDotted,
    YearComma, Year4, Year3, Year2, Year1, IsoYear4, IsoYear3, IsoYear2, IsoYear1, Month, MonthShort, MonthNumber, RomanMonth,
    Day, DayShort, DayOfYear, IsoDayOfYear, DayOfMonth, DayOfWeek, IsoDayOfWeek, WeekOfMonth, WeekOfYear, IsoWeek, Century, Julian, Quarter,
    Zone, ZoneHour, ZoneMinute, ZoneOffset,
}

internal enum LetterCase { Upper, Lower, Capitalized }

/// <summary>One part of a template: a pattern as it was written, or literal text.</summary>
internal sealed record DatePart(DatePattern Pattern, string Text, bool IsFilled = true, LetterCase Case = LetterCase.Upper, string Ordinal = "")
{
    public bool IsNumeric => Pattern is not (DatePattern.Literal or DatePattern.Meridian or DatePattern.MeridianDotted or DatePattern.Era or DatePattern.EraDotted
        or DatePattern.Month or DatePattern.MonthShort or DatePattern.RomanMonth or DatePattern.Day or DatePattern.DayShort or DatePattern.Zone or DatePattern.ZoneOffset);
}

/// <summary>Reads templates such as <c>YYYY-MM-DD "at" FMHH24:MI</c>.</summary>
internal static class DateFormat
{
    private const int MaxCached = 256;

    // Longer names first, so that none hides behind its beginning.
    private static readonly (string Name, DatePattern Pattern)[] Patterns =
    [
        .. new (string Name, DatePattern Pattern)[]
        {
            ("HH24", DatePattern.Hour24), ("HH12", DatePattern.Hour12), ("HH", DatePattern.Hour12), ("MI", DatePattern.Minute), ("SSSSS", DatePattern.SecondsOfDay),
            ("SSSS", DatePattern.SecondsOfDay), ("SS", DatePattern.Second), ("MS", DatePattern.Millisecond), ("US", DatePattern.Microsecond),
            ("FF1", DatePattern.Fraction), ("FF2", DatePattern.Fraction), ("FF3", DatePattern.Fraction), ("FF4", DatePattern.Fraction), ("FF5", DatePattern.Fraction), ("FF6", DatePattern.Fraction),
            ("A.M.", DatePattern.MeridianDotted), ("P.M.", DatePattern.MeridianDotted), ("AM", DatePattern.Meridian), ("PM", DatePattern.Meridian),
            ("B.C.", DatePattern.EraDotted), ("A.D.", DatePattern.EraDotted), ("BC", DatePattern.Era), ("AD", DatePattern.Era),
            ("Y,YYY", DatePattern.YearComma), ("YYYY", DatePattern.Year4), ("YYY", DatePattern.Year3), ("YY", DatePattern.Year2), ("Y", DatePattern.Year1),
            ("IYYY", DatePattern.IsoYear4), ("IYY", DatePattern.IsoYear3), ("IY", DatePattern.IsoYear2), ("I", DatePattern.IsoYear1),
            ("MONTH", DatePattern.Month), ("MON", DatePattern.MonthShort), ("MM", DatePattern.MonthNumber), ("RM", DatePattern.RomanMonth),
            ("DAY", DatePattern.Day), ("DY", DatePattern.DayShort), ("DDD", DatePattern.DayOfYear), ("IDDD", DatePattern.IsoDayOfYear), ("DD", DatePattern.DayOfMonth),
            ("D", DatePattern.DayOfWeek), ("ID", DatePattern.IsoDayOfWeek), ("W", DatePattern.WeekOfMonth), ("WW", DatePattern.WeekOfYear), ("IW", DatePattern.IsoWeek),
            ("CC", DatePattern.Century), ("J", DatePattern.Julian), ("Q", DatePattern.Quarter),
            ("TZH", DatePattern.ZoneHour), ("TZM", DatePattern.ZoneMinute), ("TZ", DatePattern.Zone), ("OF", DatePattern.ZoneOffset),
        }.OrderByDescending(pattern => pattern.Name.Length),
    ];

    private static readonly ConcurrentDictionary<string, IReadOnlyList<DatePart>> Cache = new(StringComparer.Ordinal);

    public static IReadOnlyList<DatePart> Parse(string template)
    {
        if (Cache.TryGetValue(template, out var known)) return known;
        if (Cache.Count >= MaxCached) Cache.Clear();
        return Cache[template] = [.. Read(template)];
    }

    private static IEnumerable<DatePart> Read(string template)
    {
        for (var i = 0; i < template.Length;)
        {
            var (isFilled, isTranslated) = (true, false);
            while (StartsWith(template, i, "FM") || StartsWith(template, i, "TM") || StartsWith(template, i, "FX"))
            {
                isFilled &= !StartsWith(template, i, "FM");
                isTranslated |= StartsWith(template, i, "TM");
                i += 2;
            }

            if (i >= template.Length) yield break;
            if (Array.Find(Patterns, pattern => StartsWith(template, i, pattern.Name)) is { Name: { } name } found)
            {
                var text = template.Substring(i, name.Length);
                i += name.Length;
                var ordinal = StartsWith(template, i, "TH") ? template.Substring(i, 2) : "";
                i += ordinal.Length;
                
                // A translated name is as long as it is.
                yield return new DatePart(found.Pattern, text, isFilled && !(isTranslated && found.Pattern is DatePattern.Month or DatePattern.Day), CaseOf(text), ordinal);
            }
            else if (template[i] == '"') yield return ReadQuoted(template, ref i);
            else
            {
                if (template[i] == '\\' && i + 1 < template.Length && template[i + 1] == '"') i++;
                var width = char.IsHighSurrogate(template[i]) && i + 1 < template.Length ? 2 : 1;
                yield return new DatePart(DatePattern.Literal, template.Substring(i, width));
                i += width;
            }
        }
    }

    private static DatePart ReadQuoted(string template, ref int i)
    {
        var text = new System.Text.StringBuilder();
        for (i++; i < template.Length && template[i] != '"'; i++)
        {
            if (template[i] == '\\' && i + 1 < template.Length) i++;
            text.Append(template[i]);
        }

        i++;
        return new DatePart(DatePattern.Literal, text.ToString());
    }

    private static LetterCase CaseOf(string text) => char.IsAsciiLetterLower(text[0]) ? LetterCase.Lower
        : text.Length > 1 && char.IsAsciiLetterLower(text[1]) ? LetterCase.Capitalized : LetterCase.Upper;

    private static bool StartsWith(string template, int position, string name) =>
        string.Compare(template, position, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0;
}
