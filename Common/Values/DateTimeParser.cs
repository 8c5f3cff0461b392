namespace FederationGateway.Common.Values;

/// <summary>
/// Reads the parts of a date and time in the forms PostgreSQL takes with DateStyle <c>ISO, MDY</c>: <c>2024-01-31</c>, <c>20240131</c>, <c>1/31/2024</c>,
/// <c>31 Jan 2024</c>, <c>January 31, 2024</c>; <c>04:05</c>, <c>04:05:06.789</c>, <c>040506</c>, <c>4:05 PM</c>; zones as <c>Z</c>, <c>+02</c>, <c>-07:30</c>
/// or names; <c>BC</c>. Parts come in any order, separated by blanks, commas or <c>T</c>.
/// </summary>
internal ref struct DateTimeParser(ReadOnlySpan<byte> text, SqlTypeKind kind)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = TextScan.Trim(text);
    private bool _isBeforeChrist;
    private bool? _isAfternoon;
    private int _namedMonth;
    private int _dayBeforeTime;

    public bool HasDate { get; private set; }

    public bool HasTime { get; private set; }

    public int Year { get; private set; }

    public int Month { get; private set; }

    public int Day { get; private set; }

    /// <summary>Microseconds since midnight.</summary>
    public long TimeOfDay { get; private set; }

    /// <summary>Seconds east of UTC, when the text gave a zone by number.</summary>
    public int? Offset { get; private set; }

    /// <summary>A zone given by name.</summary>
    public TimeZoneInfo? Zone { get; private set; }

    public void Parse()
    {
        if (_rest.IsEmpty) throw Invalid();
        while (!_rest.IsEmpty) ParsePart();
        if (_namedMonth != 0 && !HasDate) throw Invalid();
        if (_isAfternoon is { } afternoon) ApplyMeridian(afternoon);
        if (!HasDate) return;
        if (_isBeforeChrist) Year = 1 - Year;
        if (Month is < 1 or > 12 || Day < 1 || Day > DaysInMonth(Year, Month)) throw ValueErrors.FieldOutOfRange(_text);
    }

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private void ParsePart()
    {
        var c = _rest[0];
        if (TextScan.IsSpace(c) || c == ',') _rest = _rest[1..];
        else if (TextScan.IsLetter(c)) ParseWord();
        else if (c is (byte)'+' or (byte)'-' && HasTime && Offset is null) ParseOffset();
        else if (TextScan.IsDigit(c)) ParseNumber();
        else throw Invalid();
    }

    private void ParseNumber()
    {
        var digits = PeekDigits();
        var next = digits < _rest.Length ? _rest[digits] : (byte)0;
        if (next == ':') ParseClock();
        else if (_dayBeforeTime != 0 && !HasDate) SetDate(FullYear(TakeNumber(digits), digits), _namedMonth, _dayBeforeTime);
        else if (next is (byte)'-' or (byte)'/' or (byte)'.' && !HasDate) ParseSeparatedDate(next);
        else if (!HasTime && (HasDate || kind is SqlTypeKind.Time or SqlTypeKind.TimeTz) && (digits is 4 or 6)) ParseCompactClock(digits);
        else if (!HasDate && digits == 8) SetDate(TakeNumber(4), TakeNumber(2), TakeNumber(2));
        else if (!HasDate && (_namedMonth != 0 || digits <= 2)) ParseDateWithNamedMonth();
        else throw Invalid();
    }

    // "04:05", "04:05:06", "04:05:06.789"
    private void ParseClock()
    {
        if (HasTime) throw Invalid();
        var hour = TakeNumber(PeekDigits());
        _rest = _rest[1..];
        var minute = TakeTwo();
        long microseconds = 0;
        var second = 0;
        if (!_rest.IsEmpty && _rest[0] == ':')
        {
            _rest = _rest[1..];
            second = TakeTwo();
            microseconds = TakeFraction();
        }

        SetTime(hour, minute, second, microseconds);
    }

    private void ParseCompactClock(int digits)
    {
        var (hour, minute) = (TakeNumber(2), TakeNumber(2));
        var second = digits == 6 ? TakeNumber(2) : 0;
        SetTime(hour, minute, second, TakeFraction());
    }

    // The first number is a year when it is long, else a month: "2024-01-31", "1/31/2024", "2024-Jan-31", "31-Jan-2024".
    private void ParseSeparatedDate(byte separator)
    {
        if (HasDate) throw Invalid();
        var firstDigits = PeekDigits();
        var first = TakeNumber(firstDigits);
        Expect(separator);
        if (!_rest.IsEmpty && TextScan.IsLetter(_rest[0]))
        {
            var month = MonthOf(TakeWord());
            if (month == 0) throw Invalid();
            Expect(separator);
            var lastDigits = PeekDigits();
            var last = TakeNumber(lastDigits);
            if (firstDigits > 2) SetDate(first, month, last);
            else SetDate(FullYear(last, lastDigits), month, first);
            return;
        }

        var second = TakeNumber(PeekDigits());
        Expect(separator);
        var thirdDigits = PeekDigits();
        var third = TakeNumber(thirdDigits);
        if (firstDigits > 2) SetDate(first, second, third);
        else SetDate(FullYear(third, thirdDigits), first, second);
    }

    // "Jan 31 2024", "31 Jan 2024", "Jan 31 04:05:06 2024"
    private void ParseDateWithNamedMonth()
    {
        var day = TakeNumber(PeekDigits());
        SkipBlanks();
        if (_namedMonth == 0)
        {
            if (_rest.IsEmpty || !TextScan.IsLetter(_rest[0]) || (_namedMonth = MonthOf(TakeWord())) == 0) throw Invalid();
            SkipBlanks();
        }

        var yearDigits = PeekDigits();
        if (yearDigits == 0) throw Invalid();
        if (yearDigits < _rest.Length && _rest[yearDigits] == ':') _dayBeforeTime = day;
        else SetDate(FullYear(TakeNumber(yearDigits), yearDigits), _namedMonth, day);
    }

    private void ParseWord()
    {
        var rest = _rest;
        var word = TakeWord();
        if (TextScan.EqualsIgnoreCase(word, "t"u8) && HasDate && !HasTime) return;
        if (TextScan.EqualsIgnoreCase(word, "z"u8) || TextScan.EqualsIgnoreCase(word, "utc"u8) || TextScan.EqualsIgnoreCase(word, "gmt"u8)) Offset = 0;
        else if (TextScan.EqualsIgnoreCase(word, "bc"u8)) _isBeforeChrist = true;
        else if (TextScan.EqualsIgnoreCase(word, "am"u8) && HasTime) _isAfternoon = false;
        else if (TextScan.EqualsIgnoreCase(word, "pm"u8) && HasTime) _isAfternoon = true;
        else if (TextScan.EqualsIgnoreCase(word, "ad"u8)) return;
        else if (_namedMonth == 0 && !HasDate && MonthOf(word) is > 0 and var month) _namedMonth = month;
        else if (HasTime) ParseZoneName(rest);
        else throw Invalid();
    }

    private void ParseZoneName(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOf((byte)' ');
        var name = length < 0 ? rest : rest[..length];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(System.Text.Encoding.UTF8.GetString(name), out var zone))
            throw new GatewayException(SqlState.InvalidParameterValue, $"time zone \"{ValueErrors.Quote(name)}\" not recognized");
        Zone = zone;
        _rest = rest[name.Length..];
    }

    // "+02", "-0730", "+05:30", "-04:56:02"
    private void ParseOffset()
    {
        var sign = _rest[0] == '-' ? -1 : 1;
        _rest = _rest[1..];
        var digits = PeekDigits();
        if (digits is 0 or > 4) throw Invalid();
        var number = TakeNumber(digits);
        var seconds = digits <= 2 ? number * 3600 : (number / 100 * 3600) + (number % 100 * 60);
        if (digits <= 2 && !_rest.IsEmpty && _rest[0] == ':')
        {
            _rest = _rest[1..];
            seconds += TakeTwo() * 60;
            if (!_rest.IsEmpty && _rest[0] == ':')
            {
                _rest = _rest[1..];
                seconds += TakeTwo();
            }
        }

        if (seconds >= 16 * 3600)
            throw new GatewayException(SqlState.InvalidTimeZoneDisplacement, $"time zone displacement out of range: \"{ValueErrors.Quote(_text)}\"");
        Offset = sign * seconds;
    }

    private void SetDate(int year, int month, int day)
    {
        (Year, Month, Day, HasDate) = (year, month, day, true);
        if (year == 0) throw ValueErrors.FieldOutOfRange(_text);
    }

    private void SetTime(int hour, int minute, int second, long microseconds)
    {
        TimeOfDay = ((((hour * 60L) + minute) * 60) + second) * DateTimeLimits.MicrosecondsPerSecond + microseconds;
        if (hour > 24 || minute > 59 || second > 60 || TimeOfDay > DateTimeLimits.MicrosecondsPerDay) throw ValueErrors.FieldOutOfRange(_text);
        HasTime = true;
    }

    private void ApplyMeridian(bool afternoon)
    {
        const long Hour = 3600 * DateTimeLimits.MicrosecondsPerSecond;
        var hour = TimeOfDay / Hour;
        if (hour > 12) throw ValueErrors.FieldOutOfRange(_text);
        if (afternoon && hour != 12) TimeOfDay += 12 * Hour;
        else if (!afternoon && hour == 12) TimeOfDay -= 12 * Hour;
    }

    // Six digits are kept; the rest rounds half to even, as PostgreSQL's rint does.
    private long TakeFraction()
    {
        if (_rest.IsEmpty || _rest[0] != '.') return 0;
        _rest = _rest[1..];
        var digits = _rest[..PeekDigits()];
        _rest = _rest[digits.Length..];
        long value = 0;
        for (var i = 0; i < 6; i++) value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        if (digits.Length <= 6 || digits[6] < '5') return value;
        var isHalf = digits[6] == '5' && digits[7..].IndexOfAnyExcept((byte)'0') < 0;
        return isHalf && (value & 1) == 0 ? value : value + 1;
    }

    private int TakeTwo()
    {
        var digits = PeekDigits();
        return digits is 1 or 2 ? TakeNumber(digits) : throw Invalid();
    }

    private int TakeNumber(int digits)
    {
        if (digits is 0 or > 7 || digits > PeekDigits()) throw digits > 7 ? ValueErrors.FieldOutOfRange(_text) : Invalid();
        var value = 0;
        foreach (var digit in _rest[..digits]) value = (value * 10) + (digit - '0');
        _rest = _rest[digits..];
        return value;
    }

    private readonly int PeekDigits()
    {
        var count = 0;
        while (count < _rest.Length && TextScan.IsDigit(_rest[count])) count++;
        return count;
    }

    private ReadOnlySpan<byte> TakeWord()
    {
        var count = 0;
        while (count < _rest.Length && TextScan.IsLetter(_rest[count])) count++;
        var word = _rest[..count];
        _rest = _rest[count..];
        return word;
    }

    private void Expect(byte separator)
    {
        if (_rest.IsEmpty || _rest[0] != separator) throw Invalid();
        _rest = _rest[1..];
    }

    private void SkipBlanks()
    {
        while (!_rest.IsEmpty && (TextScan.IsSpace(_rest[0]) || _rest[0] == ',')) _rest = _rest[1..];
    }

    // Two-digit years are 1970 to 2069.
    private static int FullYear(int year, int digits) => digits > 2 ? year : year < 70 ? year + 2000 : year + 1900;

    private static int MonthOf(ReadOnlySpan<byte> word)
    {
        if (word.Length < 3) return 0;
        for (var i = 0; i < Months.Length; i++)
            if (TextScan.ToLower(word[0]) == Months[i][0] && TextScan.ToLower(word[1]) == Months[i][1] && TextScan.ToLower(word[2]) == Months[i][2]) return i + 1;
        return 0;
    }

    private readonly GatewayException Invalid() => ValueErrors.InvalidDateTime(kind, _text);
}
