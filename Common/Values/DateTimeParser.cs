namespace FederationGateway.Common.Values;

/// <summary>
/// Reads the parts of a date and time in the forms PostgreSQL takes with DateStyle <c>ISO, MDY</c>: <c>2024-01-31</c>, <c>20240131</c>, <c>240131</c>,
/// <c>1/31/2024</c>, <c>31 Jan 2024</c>, <c>January 31, 2024</c>, day 60 of a year as <c>2024-060</c>, Julian days as <c>J2460370</c>; <c>04:05</c>,
/// <c>04:05:06.789</c>, <c>040506</c>, <c>4:05 PM</c>, <c>allballs</c>; zones as <c>Z</c>, <c>+02</c>, <c>-07:30</c>, names or abbreviations; <c>BC</c>. Parts are
/// separated by blanks, commas or <c>T</c>. Dates are in <c>DateTimeParser.Dates.cs</c>.
/// </summary>
internal ref partial struct DateTimeParser(ReadOnlySpan<byte> text, SqlTypeKind kind)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = TextScan.Trim(text);
    private bool? _isAfternoon;
    private bool _hasTimeMark;
    private bool _isBeforeChrist;
    private bool _isJulian;
    private bool _hasWeekday;
    private bool _isShortYear;
    private int _namedMonth;
    private int _dayOfYear;
    private int _dayBeforeTime;

    public bool HasDate { get; private set; }

    /// <summary>0 is 1 BC.</summary>
    public int Year { get; private set; }

    public int Month { get; private set; }

    public int Day { get; private set; }

    public bool HasTime { get; private set; }

    /// <summary>Microseconds since midnight.</summary>
    public long TimeOfDay { get; private set; }

    /// <summary>Seconds east of UTC, when the text gave a zone by number.</summary>
    public int? Offset { get; private set; }

    /// <summary>A zone given by name.</summary>
    public TimeZoneInfo? Zone { get; private set; }

    private readonly bool IsTimeOnly => kind is SqlTypeKind.Time or SqlTypeKind.TimeTz;

    public void Parse()
    {
        if (_rest.IsEmpty) throw Invalid();
        while (!_rest.IsEmpty) ParsePart();
        if (_hasTimeMark && !HasTime) throw Invalid();
        if (_isAfternoon is { } afternoon) ApplyMeridian(afternoon);
        FinishDate();
    }

    private void ParsePart()
    {
        var c = _rest[0];
        if (TextScan.IsSpace(c) || c == ',') _rest = _rest[1..];
        else if (TextScan.IsLetter(c)) ParseWord();
        else if (c is (byte)'+' or (byte)'-' && (HasTime || HasDate) && Offset is null) ParseOffset();
        else if (TextScan.IsDigit(c)) ParseNumber();
        else throw Invalid();
    }

    private void ParseNumber()
    {
        var digits = PeekDigits();
        var next = digits < _rest.Length ? _rest[digits] : (byte)0;
        if (_isJulian && !HasDate) ParseJulianDay(digits);
        else if (next == ':') ParseClock();
        else if (!HasTime && (HasDate || IsTimeOnly) && digits is 4 or 6 && next is not ((byte)'-' or (byte)'/')) ParseCompactClock(digits);
        else if (HasDate) throw Invalid();
        else ParseDate(digits, next);
    }

    // "04:05", "04:05:06", "04:05:06.789"; "04:05.6" is minutes and seconds.
    private void ParseClock()
    {
        if (HasTime) throw Invalid();
        var hour = TakeNumber(PeekDigits());
        _rest = _rest[1..];
        var minute = TakeTwo();
        if (!_rest.IsEmpty && _rest[0] == '.')
        {
            SetTime(0, hour, minute, TakeFraction());
            return;
        }

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

    private void ParseWord()
    {
        var rest = _rest;
        var word = TakeWord();
        if (Is(word, "t"u8) && (HasDate || IsTimeOnly) && !HasTime && !_rest.IsEmpty && TextScan.IsDigit(_rest[0])) _hasTimeMark = true;
        else if (!_rest.IsEmpty && (_rest[0] is (byte)'/' or (byte)'_' or (byte)'+' || TextScan.IsDigit(_rest[0])) && (HasDate || HasTime)) ParseZoneName(rest);
        else if (Is(word, "z"u8) || Is(word, "zulu"u8) || Is(word, "utc"u8) || Is(word, "gmt"u8)) Offset = 0;
        else if (Is(word, "bc"u8)) _isBeforeChrist = true;
        else if (Is(word, "am"u8) && HasTime && _isAfternoon is null) _isAfternoon = false;
        else if (Is(word, "pm"u8) && HasTime && _isAfternoon is null) _isAfternoon = true;
        else if (Is(word, "ad"u8)) return;
        else if (Is(word, "allballs"u8) && !HasTime && Offset is null && Zone is null) (HasTime, Offset) = (true, 0);
        else if (!HasDate && (Is(word, "j"u8) || Is(word, "jd"u8) || Is(word, "julian"u8))) _isJulian = true;
        else if (_namedMonth == 0 && !HasDate && MonthOf(word) is > 0 and var month) SetNamedMonth(month);
        else if (IsWeekday(word)) _hasWeekday = true;
        else if (HasDate || HasTime) ParseZoneName(rest);
        else throw Invalid();
    }

    private void ParseZoneName(ReadOnlySpan<byte> rest)
    {
        if (Zone is not null || Offset is not null) throw Invalid();
        var length = rest.IndexOfAny((byte)' ', (byte)',');
        var name = length < 0 ? rest : rest[..length];
        Zone = ZoneNames.TryFind(System.Text.Encoding.UTF8.GetString(name));
        if (Zone is null)
        {
            foreach (var c in name)
                if (!TextScan.IsLetter(c)) throw new GatewayException(SqlState.InvalidParameterValue, $"time zone \"{ValueErrors.Quote(name)}\" not recognized");
            throw Invalid();
        }

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
        return TextScan.Microseconds(digits);
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

    private readonly int PeekDigits() => TextScan.CountDigits(_rest);

    private ReadOnlySpan<byte> TakeWord()
    {
        var count = 0;
        while (count < _rest.Length && TextScan.IsLetter(_rest[count])) count++;
        var word = _rest[..count];
        _rest = _rest[count..];
        return word;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lower) => TextScan.EqualsIgnoreCase(word, lower);

    private readonly GatewayException Invalid() => ValueErrors.InvalidDateTime(kind, _text);
}
