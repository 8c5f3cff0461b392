namespace FederationGateway.Common.Values;

/// <summary>
/// Reads one interval. Fractions of a unit flow down as PostgreSQL lets them: years into months, months into days of 30 to the month, days into time. No field may
/// come twice, but in ISO 8601's forms (<c>IntervalParser.Iso.cs</c>).
/// </summary>
internal ref partial struct IntervalParser(ReadOnlySpan<byte> text)
{
    private const long Second = DateTimeLimits.MicrosecondsPerSecond;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = TextScan.Trim(text);
    private Int128 _months;
    private Int128 _days;
    private Int128 _microseconds;
    private Fields _fields;
    private bool _mayRepeat;

    [Flags]
    private enum Fields
    {
        None = 0,
        Microsecond = 1,
        Millisecond = 2,
        Second = 4,
        Minute = 8,
        Hour = 16,
        Day = 32,
        Week = 64,
        Month = 128,
        Year = 256,
        Decade = 512,
        Century = 1024,
        Millennium = 2048,
        SecondAndFraction = Second | Millisecond | Microsecond,
        Clock = Hour | Minute | SecondAndFraction,
    }

    public SqlInterval Parse()
    {
        if (_rest is [(byte)'P', _, ..]) ParseIso();
        else ParseUnits();
        if (_months < int.MinValue || _months > int.MaxValue) throw new GatewayException(SqlState.DatetimeFieldOverflow, "interval out of range");
        if (_days < int.MinValue || _days > int.MaxValue || _microseconds < long.MinValue || _microseconds > long.MaxValue) throw OutOfRange();
        return new SqlInterval((int)_months, (int)_days, (long)_microseconds);
    }

    private void ParseUnits()
    {
        if (!_rest.IsEmpty && _rest[0] == '@') _rest = _rest[1..];
        while (true)
        {
            SkipBlanks();
            if (_rest.IsEmpty) break;
            if (TextScan.IsLetter(_rest[0]))
            {
                if (!TextScan.EqualsIgnoreCase(TakeWord(), "ago"u8) || _fields == Fields.None) throw Invalid();
                (_months, _days, _microseconds) = (-_months, -_days, -_microseconds);
                SkipBlanks();
                if (!_rest.IsEmpty) throw Invalid();
                break;
            }

            ParseUnit();
        }

        if (_fields == Fields.None) throw Invalid();
    }

    private void ParseUnit()
    {
        var negative = TakeSign();
        var hasPoint = TakeDecimal(out var whole, out var fraction);
        if (!_rest.IsEmpty && _rest[0] == ':' && !hasPoint)
        {
            ParseClock(negative, whole);
            return;
        }

        if (!_rest.IsEmpty && _rest[0] == '-' && !hasPoint)
        {
            // SQL standard: years-months
            _rest = _rest[1..];
            if (TakeDecimal(out var months, out _)) throw Invalid();
            if (months >= 12) throw OutOfRange();
            Mark(Fields.Month);
            _months += (Field(negative, whole) * 12) + Signed(negative, months);
            return;
        }

        SkipBlanks();
        if (!_rest.IsEmpty && TextScan.IsLetter(_rest[0]))
        {
            Add(TakeWord(), negative, whole, fraction);
            return;
        }

        // A bare number is seconds at the end and days in front of a clock: "3 4:05:06".
        if (_rest.IsEmpty) Add("s"u8, negative, whole, fraction);
        else if (IsClockNext()) Add("d"u8, negative, whole, fraction);
        else throw Invalid();
    }

    private readonly bool IsClockNext()
    {
        var rest = _rest[0] is (byte)'-' or (byte)'+' ? _rest[1..] : _rest;
        var digits = TextScan.CountDigits(rest);
        return digits > 0 && digits < rest.Length && rest[digits] == ':';
    }

    // "4:05", "4:05:06.7"; "5:06.7" is minutes and seconds.
    private void ParseClock(bool negative, long hours)
    {
        _rest = _rest[1..];
        var minutes = TakeWhole();
        long seconds = 0;
        if (!_rest.IsEmpty && _rest[0] == '.') (hours, minutes, seconds) = (0, hours, minutes);
        else if (!_rest.IsEmpty && _rest[0] == ':')
        {
            _rest = _rest[1..];
            seconds = TakeWhole();
        }

        if (minutes > 59 || seconds > 60) throw OutOfRange();
        var time = ((Int128)hours * Hour) + (minutes * Minute) + (seconds * Second) + TakeFraction();
        Mark(Fields.Clock);
        _microseconds += Signed(negative, time);
    }

    private void Add(ReadOnlySpan<byte> unit, bool negative, long whole, double fraction)
    {
        Span<byte> lower = stackalloc byte[16];
        if (unit.Length > lower.Length) throw Invalid();
        for (var i = 0; i < unit.Length; i++) lower[i] = TextScan.ToLower(unit[i]);
        switch (System.Text.Encoding.ASCII.GetString(lower[..unit.Length]))
        {
            case "millennium" or "millennia" or "mil" or "mils": AddMonths(Fields.Millennium, negative, whole, fraction, 12_000); break;
            case "century" or "centuries" or "cent" or "c": AddMonths(Fields.Century, negative, whole, fraction, 1200); break;
            case "decade" or "decades" or "dec" or "decs": AddMonths(Fields.Decade, negative, whole, fraction, 120); break;
            case "year" or "years" or "y" or "yr" or "yrs": AddMonths(Fields.Year, negative, whole, fraction, 12); break;
            case "month" or "months" or "mon" or "mons":
                Mark(Fields.Month);
                _months += Field(negative, whole);
                AddDays(negative, 0, fraction * 30);
                break;
            case "week" or "weeks" or "w":
                Mark(Fields.Week);
                AddDays(negative, (Int128)whole * 7, fraction * 7);
                break;
            case "day" or "days" or "d":
                Mark(Fields.Day);
                AddDays(negative, whole, fraction);
                break;
            case "hour" or "hours" or "h" or "hr" or "hrs": AddTime(Fields.Hour, negative, whole, fraction, Hour); break;
            case "minute" or "minutes" or "m" or "min" or "mins": AddTime(Fields.Minute, negative, whole, fraction, Minute); break;
            case "second" or "seconds" or "s" or "sec" or "secs": AddTime(fraction == 0 ? Fields.Second : Fields.SecondAndFraction, negative, whole, fraction, Second); break;
            case "millisecond" or "milliseconds" or "ms" or "msec" or "msecs": AddTime(Fields.Millisecond, negative, whole, fraction, 1000); break;
            case "microsecond" or "microseconds" or "us" or "usec" or "usecs": AddTime(Fields.Microsecond, negative, whole, fraction, 1); break;
            default: throw Invalid();
        }
    }

    private void Mark(Fields field)
    {
        if ((_fields & field) != 0 && !_mayRepeat) throw Invalid();
        _fields |= field;
    }

    private void AddMonths(Fields field, bool negative, long whole, double fraction, int perUnit)
    {
        Mark(field);
        _months += (Field(negative, (Int128)whole * perUnit / 12) * 12) + Signed(negative, (long)Math.Round(fraction * perUnit));
    }

    // Years and months are counted apart, each in an integer; only their sum is out of range by another name.
    private readonly Int128 Field(bool negative, Int128 value)
    {
        var signed = Signed(negative, value);
        return signed < int.MinValue || signed > int.MaxValue ? throw OutOfRange() : signed;
    }

    private void AddDays(bool negative, Int128 whole, double fraction)
    {
        var days = Math.Floor(fraction);
        _days += Signed(negative, whole + (long)days);
        _microseconds += Signed(negative, Microseconds(fraction - days, DateTimeLimits.MicrosecondsPerDay));
    }

    private void AddTime(Fields field, bool negative, long whole, double fraction, long perUnit)
    {
        Mark(field);
        _microseconds += Signed(negative, ((Int128)whole * perUnit) + Microseconds(fraction, perUnit));
    }

    // PostgreSQL drops exactly half a microsecond here.
    private static long Microseconds(double fraction, long perUnit)
    {
        fraction *= perUnit;
        var whole = (long)fraction;
        return fraction - whole > 0.5 ? whole + 1 : whole;
    }

    private static Int128 Signed(bool negative, Int128 value) => negative ? -value : value;

    private bool TakeSign()
    {
        if (_rest.IsEmpty || _rest[0] is not ((byte)'-' or (byte)'+')) return false;
        var negative = _rest[0] == '-';
        _rest = _rest[1..];
        SkipBlanks();
        return negative;
    }

    private long TakeWhole()
    {
        var digits = TextScan.CountDigits(_rest);
        if (digits == 0) throw Invalid();
        long value = 0;
        foreach (var digit in _rest[..digits])
        {
            var next = ((Int128)value * 10) + (digit - '0');
            value = next <= long.MaxValue ? (long)next : throw OutOfRange();
        }

        _rest = _rest[digits..];
        return value;
    }

    // digits [. digits], at least one digit or a point behind one; says whether there was a point
    private bool TakeDecimal(out long whole, out double fraction)
    {
        (whole, fraction) = (0, 0);
        var startsWithPoint = _rest is [(byte)'.', ..];
        if (!startsWithPoint) whole = TakeWhole();
        if (_rest is not [(byte)'.', ..]) return false;
        _rest = _rest[1..];
        var digits = TextScan.CountDigits(_rest);
        if (startsWithPoint && digits == 0) throw Invalid();
        fraction = TextScan.Fraction(_rest[..digits]);
        _rest = _rest[digits..];
        return true;
    }

    private long TakeFraction()
    {
        if (_rest is not [(byte)'.', ..]) return 0;
        _rest = _rest[1..];
        var digits = _rest[..TextScan.CountDigits(_rest)];
        _rest = _rest[digits.Length..];
        return TextScan.Microseconds(digits);
    }

    private ReadOnlySpan<byte> TakeWord()
    {
        var count = 0;
        while (count < _rest.Length && TextScan.IsLetter(_rest[count])) count++;
        var word = _rest[..count];
        _rest = _rest[count..];
        return word;
    }

    private void SkipBlanks()
    {
        while (!_rest.IsEmpty && TextScan.IsSpace(_rest[0])) _rest = _rest[1..];
    }

    private readonly GatewayException Invalid() => ValueErrors.InvalidDateTime(SqlTypeKind.Interval, _text);

    private readonly GatewayException OutOfRange() => new(SqlState.IntervalFieldOverflow, $"interval field value out of range: \"{ValueErrors.Quote(_text)}\"");
}
