namespace FederationGateway.Common.Values;

internal ref partial struct DateTimeParser
{
    private const int JulianEpoch = 2_440_588;

    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Weekdays =
        ["sun", "sunday", "mon", "monday", "tue", "tues", "tuesday", "wed", "weds", "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday", "sat", "saturday"];

    private void ParseDate(int digits, byte next)
    {
        if (_dayBeforeTime != 0) SetDate(TakeYear(), _namedMonth, _dayBeforeTime);
        else if (_namedMonth != 0) ParseNumbersOfNamedMonth();
        else if (next is (byte)'-' or (byte)'/' or (byte)'.') ParseSeparatedDate(next);
        else if (digits >= 6) ParseRunTogetherDate(digits);
        else ParseSpacedDate();
    }

    // The first number is a year when it is long, else a month: "2024-01-31", "2024-060", "1/31/2024", "2024-Jan-31", "31-Jan-2024".
    private void ParseSeparatedDate(byte separator)
    {
        // PostgreSQL takes a date in numbers only in front.
        if (HasTime || _hasWeekday) throw Invalid();
        var firstDigits = PeekDigits();
        var first = TakeNumber(firstDigits);
        Expect(separator);
        if (!_rest.IsEmpty && TextScan.IsLetter(_rest[0]))
        {
            var month = MonthOf(TakeWord());
            if (month == 0) throw Invalid();
            Expect(separator);
            if (firstDigits > 2) SetDate(first, month, TakeNumber(PeekDigits()));
            else SetDate(TakeYear(), month, first);
            return;
        }

        var secondDigits = PeekDigits();
        var second = TakeNumber(secondDigits);
        if (firstDigits > 2 && secondDigits == 3 && (_rest.IsEmpty || _rest[0] != separator))
        {
            SetDayOfYear(first, second);
            return;
        }

        Expect(separator);
        if (firstDigits > 2) SetDate(first, second, TakeNumber(PeekDigits()));
        else SetDate(TakeYear(), first, second);
    }

    // "20240131", "240131", "120240131": the last four digits are month and day.
    private void ParseRunTogetherDate(int digits)
    {
        if (HasTime || _hasWeekday) throw Invalid();
        _isShortYear = digits == 6;
        SetDate(TakeNumber(digits - 4), TakeNumber(2), TakeNumber(2));
    }

    // "2024 01 31", "01 31 2024", "2024 060", "31 Jan 2024", "2024 Jan 31", "31 Jan 04:05:06 2024"
    private void ParseSpacedDate()
    {
        var firstDigits = PeekDigits();
        var first = TakeNumber(firstDigits);
        SkipSeparators();
        if (!_rest.IsEmpty && TextScan.IsLetter(_rest[0]))
        {
            if ((_namedMonth = MonthOf(TakeWord())) == 0) throw Invalid();
            FinishNamedMonth(first, firstDigits);
            return;
        }

        if (HasTime || _hasWeekday) throw Invalid();
        var secondDigits = PeekDigits();
        if (secondDigits is 0 or > 3) throw Invalid();
        var second = TakeNumber(secondDigits);
        if (firstDigits > 2 && secondDigits == 3)
        {
            SetDayOfYear(first, second);
            return;
        }

        SkipSeparators();
        if (PeekDigits() == 0) throw Invalid();
        if (firstDigits > 2) SetDate(first, second, TakeNumber(PeekDigits()));
        else SetDate(TakeYear(), first, second);
    }

    // "Jan 31 2024", "Jan 31 04:05:06 2024", "Jan-31-2024"
    private void ParseNumbersOfNamedMonth()
    {
        var digits = PeekDigits();
        FinishNamedMonth(TakeNumber(digits), digits);
    }

    // Of the two numbers beside a month's name the longer one is the year, a short one behind it too.
    private void FinishNamedMonth(int first, int firstDigits)
    {
        SkipSeparators();
        var digits = PeekDigits();
        if (digits == 0) throw Invalid();
        if (firstDigits > 2) SetDate(first, _namedMonth, TakeNumber(digits));
        else if (digits < _rest.Length && _rest[digits] == ':') _dayBeforeTime = first;
        else SetDate(TakeYear(), _namedMonth, first);
    }

    private void ParseJulianDay(int digits)
    {
        var day = TakeNumber(digits);
        (Year, Month, Day) = CivilDate.FromDays(day - (long)JulianEpoch);
        HasDate = true;
        if (_rest.IsEmpty || _rest[0] != '.') return;
        if (HasTime) throw Invalid();
        var length = 1 + TextScan.CountDigits(_rest[1..]);
        TimeOfDay = (long)(TextScan.Fraction(_rest[1..length]) * DateTimeLimits.MicrosecondsPerDay);
        HasTime = true;
        _rest = _rest[length..];
    }

    private void SetNamedMonth(int month)
    {
        _namedMonth = month;
        if (_rest is [(byte)'-' or (byte)'/' or (byte)'.', ..]) _rest = _rest[1..];
    }

    private void SetDate(int year, int month, int day) => (Year, Month, Day, HasDate) = (year, month, day, true);

    private void SetDayOfYear(int year, int day)
    {
        if (day is < 1 or > 366) throw Invalid();
        (Year, _dayOfYear, HasDate) = (year, day, true);
    }

    private void FinishDate()
    {
        if (!HasDate)
        {
            if (_namedMonth != 0 || _isJulian) throw Invalid();
            return;
        }

        // Two digits are 1970 to 2069, unless they count back from Christ.
        if (!_isJulian && _isBeforeChrist) Year = Year > 0 ? 1 - Year : throw ValueErrors.FieldOutOfRange(_text);
        else if (_isShortYear) Year += Year < 70 ? 2000 : 1900;
        else if (!_isJulian && Year == 0) throw ValueErrors.FieldOutOfRange(_text);

        if (_dayOfYear > 0) (Year, Month, Day) = CivilDate.FromDays(CivilDate.ToDays(Year, 1, 1) + _dayOfYear - 1);
        if (Month is < 1 or > 12 || Day is < 1 or > 31) throw ValueErrors.MonthOrDayOutOfRange(_text);
        if (Day > DaysInMonth(Year, Month)) throw ValueErrors.FieldOutOfRange(_text);
    }

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private int TakeYear()
    {
        var digits = PeekDigits();
        _isShortYear = digits <= 2;
        return TakeNumber(digits);
    }

    private void Expect(byte separator)
    {
        if (_rest.IsEmpty || _rest[0] != separator) throw Invalid();
        _rest = _rest[1..];
    }

    private void SkipSeparators()
    {
        while (!_rest.IsEmpty && (TextScan.IsSpace(_rest[0]) || _rest[0] is (byte)',' or (byte)'-' or (byte)'/' or (byte)'.')) _rest = _rest[1..];
    }

    private static int MonthOf(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < Months.Length; i++)
            if (IsWord(word, Months[i]) || IsWord(word, Months[i].AsSpan(0, 3))) return i + 1;
        return TextScan.EqualsIgnoreCase(word, "sept"u8) ? 9 : 0;
    }

    private static bool IsWeekday(ReadOnlySpan<byte> word)
    {
        foreach (var name in Weekdays)
            if (IsWord(word, name)) return true;
        return false;
    }

    private static bool IsWord(ReadOnlySpan<byte> word, ReadOnlySpan<char> lower)
    {
        if (word.Length != lower.Length) return false;
        for (var i = 0; i < word.Length; i++)
            if (TextScan.ToLower(word[i]) != lower[i]) return false;
        return true;
    }
}
