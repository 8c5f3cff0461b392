namespace FederationGateway.Common.Values;

/// <summary>Reads one interval. Fractions of a unit flow down as PostgreSQL lets them: years into months, months into days of 30 to the month, days into time.</summary>
internal ref struct IntervalParser(ReadOnlySpan<byte> text)
{
    private const long Second = DateTimeLimits.MicrosecondsPerSecond;
    private const long Hour = 3600 * Second;
    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = TextScan.Trim(text);
    private Int128 _months;
    private Int128 _days;
    private Int128 _microseconds;
    private bool _hasAnything;

    public SqlInterval Parse()
    {
        if (!_rest.IsEmpty && _rest[0] is (byte)'P') ParseIso();
        else ParseUnits();
        if (!_hasAnything) throw Invalid();
        if (_months < int.MinValue || _months > int.MaxValue || _days < int.MinValue || _days > int.MaxValue || _microseconds < long.MinValue || _microseconds > long.MaxValue)
            throw OutOfRange();
        return new SqlInterval((int)_months, (int)_days, (long)_microseconds);
    }

    private void ParseUnits()
    {
        if (!_rest.IsEmpty && _rest[0] == '@') _rest = _rest[1..];
        while (true)
        {
            SkipBlanks();
            if (_rest.IsEmpty) return;
            if (TextScan.IsLetter(_rest[0]))
            {
                if (!TextScan.EqualsIgnoreCase(TakeWord(), "ago"u8) || !_hasAnything) throw Invalid();
                (_months, _days, _microseconds) = (-_months, -_days, -_microseconds);
                SkipBlanks();
                if (!_rest.IsEmpty) throw Invalid();
                return;
            }

            ParseUnit();
        }
    }

    private void ParseUnit()
    {
        var negative = TakeSign();
        TakeDecimal(out var whole, out var fraction);
        _hasAnything = true;
        if (!_rest.IsEmpty && _rest[0] == ':')
        {
            ParseClock(negative, whole);
            return;
        }

        if (!_rest.IsEmpty && _rest[0] == '-')
        {
            // SQL standard: years-months
            _rest = _rest[1..];
            TakeDecimal(out var months, out _);
            _months += Signed(negative, (whole * 12) + months);
            return;
        }

        SkipBlanks();
        if (_rest.IsEmpty || !TextScan.IsLetter(_rest[0]))
        {
            // A bare number is days in front of a clock ("3 4:05:06"), seconds at the end.
            if (_rest.IsEmpty) Add("s"u8, negative, whole, fraction);
            else Add("d"u8, negative, whole, fraction);
            return;
        }

        Add(TakeWord(), negative, whole, fraction);
    }

    private void ParseClock(bool negative, long hours)
    {
        _rest = _rest[1..];
        TakeDecimal(out var minutes, out _);
        long seconds = 0;
        double fraction = 0;
        if (!_rest.IsEmpty && _rest[0] == ':')
        {
            _rest = _rest[1..];
            TakeDecimal(out seconds, out fraction);
        }

        if (minutes > 59 || seconds > 59) throw new GatewayException(SqlState.DatetimeFieldOverflow, $"interval field value out of range: \"{ValueErrors.Quote(_text)}\"");
        _microseconds += Signed(negative, ((Int128)hours * Hour) + (minutes * 60 * Second) + (seconds * Second) + (long)Math.Round(fraction * Second));
    }

    // P[nY][nM][nW][nD][T[nH][nM][nS]]
    private void ParseIso()
    {
        _rest = _rest[1..];
        var inTime = false;
        while (!_rest.IsEmpty)
        {
            if (_rest[0] == 'T' && !inTime)
            {
                inTime = true;
                _rest = _rest[1..];
                continue;
            }

            var negative = TakeSign();
            TakeDecimal(out var whole, out var fraction);
            if (_rest.IsEmpty) throw Invalid();
            var unit = (char)_rest[0];
            _rest = _rest[1..];
            Add(unit switch
            {
                'Y' when !inTime => "years"u8,
                'M' when !inTime => "mons"u8,
                'W' when !inTime => "weeks"u8,
                'D' when !inTime => "days"u8,
                'H' when inTime => "hours"u8,
                'M' when inTime => "mins"u8,
                'S' when inTime => "secs"u8,
                _ => throw Invalid(),
            }, negative, whole, fraction);
            _hasAnything = true;
        }
    }

    private void Add(ReadOnlySpan<byte> unit, bool negative, long whole, double fraction)
    {
        Span<byte> lower = stackalloc byte[16];
        if (unit.Length > lower.Length) throw Invalid();
        for (var i = 0; i < unit.Length; i++) lower[i] = TextScan.ToLower(unit[i]);
        switch (System.Text.Encoding.ASCII.GetString(lower[..unit.Length]))
        {
            case "millennium" or "millennia" or "mil" or "mils": AddMonths(negative, whole, fraction, 12_000); break;
            case "century" or "centuries" or "cent" or "c": AddMonths(negative, whole, fraction, 1200); break;
            case "decade" or "decades" or "dec" or "decs": AddMonths(negative, whole, fraction, 120); break;
            case "year" or "years" or "y" or "yr" or "yrs": AddMonths(negative, whole, fraction, 12); break;
            case "month" or "months" or "mon" or "mons":
                _months += Signed(negative, whole);
                AddDays(negative, 0, fraction * 30);
                break;
            case "week" or "weeks" or "w": AddDays(negative, (Int128)whole * 7, fraction * 7); break;
            case "day" or "days" or "d": AddDays(negative, whole, fraction); break;
            case "hour" or "hours" or "h" or "hr" or "hrs": AddTime(negative, whole, fraction, Hour); break;
            case "minute" or "minutes" or "m" or "min" or "mins": AddTime(negative, whole, fraction, 60 * Second); break;
            case "second" or "seconds" or "s" or "sec" or "secs": AddTime(negative, whole, fraction, Second); break;
            case "millisecond" or "milliseconds" or "ms" or "msec" or "msecs": AddTime(negative, whole, fraction, 1000); break;
            case "microsecond" or "microseconds" or "us" or "usec" or "usecs": AddTime(negative, whole, fraction, 1); break;
            default: throw Invalid();
        }
    }

    private void AddMonths(bool negative, long whole, double fraction, int perUnit) =>
        _months += Signed(negative, ((Int128)whole * perUnit) + (long)Math.Round(fraction * perUnit));

    private void AddDays(bool negative, Int128 whole, double fraction)
    {
        var days = Math.Floor(fraction);
        _days += Signed(negative, whole + (long)days);
        _microseconds += Signed(negative, (long)Math.Round((fraction - days) * DateTimeLimits.MicrosecondsPerDay));
    }

    private void AddTime(bool negative, long whole, double fraction, long perUnit) =>
        _microseconds += Signed(negative, ((Int128)whole * perUnit) + (long)Math.Round(fraction * perUnit));

    private static Int128 Signed(bool negative, Int128 value) => negative ? -value : value;

    private bool TakeSign()
    {
        if (_rest.IsEmpty || _rest[0] is not ((byte)'-' or (byte)'+')) return false;
        var negative = _rest[0] == '-';
        _rest = _rest[1..];
        return negative;
    }

    // digits [. digits], at least one digit
    private void TakeDecimal(out long whole, out double fraction)
    {
        (whole, fraction) = (0, 0);
        var start = _rest.Length;
        while (!_rest.IsEmpty && TextScan.IsDigit(_rest[0]))
        {
            whole = (whole * 10) + (_rest[0] - '0');
            if (whole > long.MaxValue / 20) throw OutOfRange();
            _rest = _rest[1..];
        }

        if (!_rest.IsEmpty && _rest[0] == '.')
        {
            _rest = _rest[1..];
            for (var scale = 0.1; !_rest.IsEmpty && TextScan.IsDigit(_rest[0]); scale /= 10)
            {
                fraction += (_rest[0] - '0') * scale;
                _rest = _rest[1..];
            }
        }

        if (start == _rest.Length) throw Invalid();
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
