using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>to_date and to_timestamp: text read by a template. Separators in the template match any separator; a number ends where its digits do.</summary>
internal sealed class DateReader
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] MonthNames = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] DayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private readonly string _text;
    private int _position;
    private int? _year;
    private int? _yearDigits;
    private int _month = 1;
    private int _day = 1;
    private int? _dayOfYear;
    private int? _julian;
    private int? _isoYear;
    private int _isoWeek = 1;
    private int _isoDay = 1;
    private int? _century;
    private bool _isBeforeChrist;
    private int _hour;
    private bool? _isAfternoon;
    private bool _isHour12;
    private int _minute;
    private int _second;
    private int _microsecond;
    private int? _secondsOfDay;
    private int? _offset;

    private DateReader(string text) => _text = text;

    public static int ReadDate(string text, string template)
    {
        var day = new DateReader(text).Read(template).ToDay();
        return day >= DateTimeLimits.MinDate && day <= DateTimeLimits.MaxDate ? (int)day : throw new GatewayException(SqlState.DatetimeFieldOverflow, $"date out of range: \"{text}\"");
    }

    /// <summary>A timestamp in UTC; without a zone in the text, that of <paramref name="zone"/>.</summary>
    public static long ReadTimestampTz(string text, string template, string zone)
    {
        var reader = new DateReader(text).Read(template);
        var wall = Moments.Check(((Int128)reader.ToDay() * DateTimeLimits.MicrosecondsPerDay) + reader.ToTime());
        return reader._offset is { } offset ? Moments.Check((Int128)wall - (offset * DateTimeLimits.MicrosecondsPerSecond)) : Moments.FromWallClock(wall, zone);
    }

    private DateReader Read(string template)
    {
        var parts = DateFormat.Parse(template);
        for (var i = 0; i < parts.Count; i++)
        {
            if (_position >= _text.Length && parts[i].Pattern != DatePattern.Literal) break;
            ReadPart(parts[i], isNextNumber: i + 1 < parts.Count && parts[i + 1].IsNumeric);
        }

        return this;
    }

    private void ReadPart(DatePart part, bool isNextNumber)
    {
        if (part.Pattern == DatePattern.Literal)
        {
            ReadLiteral(part.Text);
            return;
        }

        SkipBlanks();
        var greedy = !isNextNumber || !part.IsFilled;
        switch (part.Pattern)
        {
            case DatePattern.Hour12: _hour = Integer(part, 2, greedy); _isHour12 = true; break;
            case DatePattern.Hour24: _hour = Integer(part, 2, greedy); break;
            case DatePattern.Minute: _minute = Integer(part, 2, greedy); break;
            case DatePattern.Second: _second = Integer(part, 2, greedy); break;
            case DatePattern.Millisecond: _microsecond = Fraction(part, 3); break;
            case DatePattern.Microsecond: _microsecond = Fraction(part, 6); break;
            case DatePattern.Fraction: _microsecond = Fraction(part, part.Text[2] - '0'); break;
            case DatePattern.SecondsOfDay: _secondsOfDay = Integer(part, 5, greedy); break;
            case DatePattern.Meridian or DatePattern.MeridianDotted: _isAfternoon = Word(part, part.Pattern == DatePattern.Meridian ? ["am", "pm"] : ["a.m.", "p.m."]) == 1; break;
            case DatePattern.Era or DatePattern.EraDotted: _isBeforeChrist = Word(part, part.Pattern == DatePattern.Era ? ["ad", "bc"] : ["a.d.", "b.c."]) == 1; break;
            case DatePattern.YearComma: _year = Integer(part, 2, greedy: true); Expect(','); _year = (_year * 1000) + Integer(part, 3, greedy: false); break;
            case DatePattern.Year4: ReadYear(part, 4, greedy); break;
            case DatePattern.Year3: ReadYear(part, 3, greedy); break;
            case DatePattern.Year2: ReadYear(part, 2, greedy); break;
            case DatePattern.Year1: ReadYear(part, 1, greedy); break;
            case DatePattern.IsoYear4 or DatePattern.IsoYear3 or DatePattern.IsoYear2 or DatePattern.IsoYear1: _isoYear = Widen(Integer(part, part.Text.Length, greedy), part.Text.Length); break;
            case DatePattern.Month: _month = Word(part, MonthNames) + 1; break;
            case DatePattern.MonthShort: _month = Word(part, Months) + 1; break;
            case DatePattern.MonthNumber: _month = Integer(part, 2, greedy); break;
            case DatePattern.RomanMonth: _month = Word(part, ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]) + 1; break;
            case DatePattern.Day: Word(part, DayNames); break;
            case DatePattern.DayShort: Word(part, [.. DayNames.Select(name => name[..3])]); break;
            case DatePattern.DayOfYear: _dayOfYear = Integer(part, 3, greedy); break;
            case DatePattern.DayOfMonth: _day = Integer(part, 2, greedy); break;
            case DatePattern.DayOfWeek: Integer(part, 1, greedy: false); break;
            case DatePattern.IsoDayOfWeek: _isoDay = Integer(part, 1, greedy: false); break;
            case DatePattern.WeekOfMonth: _day = ((Integer(part, 1, greedy: false) - 1) * 7) + 1; break;
            case DatePattern.WeekOfYear: _dayOfYear = ((Integer(part, 2, greedy) - 1) * 7) + 1; break;
            case DatePattern.IsoWeek: _isoWeek = Integer(part, 2, greedy); break;
            case DatePattern.Century: _century = Integer(part, 2, greedy); break;
            case DatePattern.Julian: _julian = Integer(part, 7, greedy: true); break;
            case DatePattern.Quarter: Integer(part, 1, greedy: false); break;
            case DatePattern.ZoneHour: _offset = ZoneHour(part) + ((_offset ?? 0) % 3600); break;
            case DatePattern.ZoneMinute: _offset = (_offset ?? 0) + (((_offset ?? 0) < 0 ? -60 : 60) * Integer(part, 2, greedy)); break;
            default: throw new GatewayException(SqlState.FeatureNotSupported, $"formatting field \"{part.Text}\" is only supported in to_char");
        }

        if (part.Ordinal.Length > 0) _position = Math.Min(_text.Length, _position + 2);
    }

    // Separators and blanks of the template match any of the text's, or none; other text must be as long.
    private void ReadLiteral(string literal)
    {
        foreach (var c in literal)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (_position < _text.Length) _position++;
                continue;
            }

            if (_position >= _text.Length) return;
            if (!char.IsLetterOrDigit(_text[_position]) && !(_text[_position] is '+' or '-' && c == ' ' && _position + 1 < _text.Length && char.IsAsciiDigit(_text[_position + 1]))) _position++;
        }
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) _position++;
    }

    private void ReadYear(DatePart part, int digits, bool greedy)
    {
        var start = _position;
        var year = Integer(part, digits, greedy);
        _yearDigits = _position - start;
        _year = digits < 4 ? Widen(year, _yearDigits.Value) : year;
    }

    // Years of fewer digits lie nearest to 2020.
    private static int Widen(int year, int digits) => digits >= 4 || year >= 1000 ? year
        : year < 70 ? year + 2000 : year < 100 ? year + 1900 : year < 520 ? year + 2000 : year + 1000;

    private int Integer(DatePart part, int digits, bool greedy)
    {
        var start = _position;
        var isNegative = _position < _text.Length && _text[_position] is '-' or '+' && _text[_position] == '-';
        if (_position < _text.Length && _text[_position] is '-' or '+') _position++;
        var first = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]) && (greedy || _position - first < digits)) _position++;
        if (_position > first && int.TryParse(_text.AsSpan(first, _position - first), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return isNegative ? -value : value;
        var shown = _text.Substring(start, Math.Min(Math.Max(digits, 1), _text.Length - start));
        throw new GatewayException(SqlState.InvalidDatetimeFormat, $"invalid value \"{shown}\" for \"{part.Text}\"") { Detail = "Value must be an integer." };
    }

    // Digits behind the point: 5 in MS is 500 milliseconds.
    private int Fraction(DatePart part, int digits)
    {
        var start = _position;
        var value = Integer(part, digits, greedy: false);
        for (var i = _position - start; i < 6; i++) value *= 10;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position])) _position++;
        return value;
    }

    private int Word(DatePart part, string[] words)
    {
        var best = -1;
        for (var i = 0; i < words.Length; i++)
        {
            if (string.Compare(_text, _position, words[i], 0, words[i].Length, StringComparison.OrdinalIgnoreCase) != 0) continue;
            if (best < 0 || words[i].Length > words[best].Length) best = i;
        }

        if (best < 0)
        {
            var shown = _text[_position..].Split(' ')[0];
            throw new GatewayException(SqlState.InvalidDatetimeFormat, $"invalid value \"{shown}\" for \"{part.Text}\"") { Detail = "The given value did not match any of the allowed values for this field." };
        }

        _position += words[best].Length;
        return best;
    }

    private int ZoneHour(DatePart part)
    {
        var sign = 1;
        if (_position < _text.Length && _text[_position] is '+' or '-') sign = _text[_position++] == '-' ? -1 : 1;
        return sign * Integer(part, 2, greedy: false) * 3600;
    }

    private void Expect(char c)
    {
        if (_position < _text.Length && _text[_position] == c) _position++;
    }

    private long ToDay()
    {
        if (_julian is { } julian) return julian - 2_440_588L;
        if (_isoYear is { } isoYear)
        {
            var fourth = CivilDate.ToDays(isoYear, 1, 4);
            return fourth - ((DateFields.DayOfWeek(fourth) + 6) % 7) + ((_isoWeek - 1) * 7) + _isoDay - 1;
        }

        var year = _year ?? 0;
        if (_century is { } century) year = _year is { } given && _yearDigits is <= 2 ? ((century - 1) * 100) + (given % 100) : _year ?? ((century - 1) * 100) + 1;
        if (_isBeforeChrist) year = 1 - year;
        else if (_year is < 0) year++;
        if (_dayOfYear is { } dayOfYear)
        {
            var first = CivilDate.ToDays(year, 1, 1);
            return dayOfYear >= 1 && dayOfYear <= CivilDate.ToDays(year + 1, 1, 1) - first ? first + dayOfYear - 1 : throw OutOfRange();
        }

        // Zero is no month and no day, but taken for one that was not given.
        if (_month == 0) _month = 1;
        if (_day == 0) _day = 1;
        if (_month is < 1 or > 12 || _day < 1 || _day > Moments.DaysInMonth(year, _month)) throw OutOfRange();
        return CivilDate.ToDays(year, _month, _day);
    }

    private long ToTime()
    {
        if (_secondsOfDay is { } seconds) return (seconds * DateTimeLimits.MicrosecondsPerSecond) + _microsecond;
        var hour = _hour;
        if (_isHour12)
        {
            if (hour is < 1 or > 12)
                throw new GatewayException(SqlState.InvalidDatetimeFormat, string.Create(CultureInfo.InvariantCulture, $"hour \"{hour}\" is invalid for the 12-hour clock")) { Hint = "Use the 24-hour clock, or give an hour between 1 and 12." };
            if (_isAfternoon == true && hour < 12) hour += 12;
            else if (_isAfternoon == false && hour == 12) hour = 0;
        }

        if (hour is < 0 or > 23 || _minute is < 0 or > 59 || _second is < 0 or > 59) throw OutOfRange();
        return (((((hour * 60L) + _minute) * 60) + _second) * DateTimeLimits.MicrosecondsPerSecond) + _microsecond;
    }

    private GatewayException OutOfRange() => new(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{_text}\"");
}
