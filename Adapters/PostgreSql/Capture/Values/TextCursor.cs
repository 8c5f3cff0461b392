using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary>Reads a value's text from left to right; what does not fit is 08P01. Reading past the end is, too.</summary>
internal ref struct TextCursor(ReadOnlySpan<byte> text, string type)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    public readonly bool IsAtEnd => _at == _text.Length;

    public readonly ReadOnlySpan<byte> Rest => _text[_at..];

    /// <summary>Takes the byte when it is the next one.</summary>
    public bool TryTake(byte expected)
    {
        if (_at >= _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    public void Take(byte expected)
    {
        if (!TryTake(expected)) throw Malformed();
    }

    /// <summary>-1 behind a minus, else 1.</summary>
    public int Sign()
    {
        if (TryTake((byte)'-')) return -1;
        TryTake((byte)'+');
        return 1;
    }

    /// <summary>A number of at least <paramref name="least"/> and at most <paramref name="most"/> digits.</summary>
    public long Digits(int least, int most)
    {
        var (number, count) = (0L, 0);
        while (_at < _text.Length && (uint)(_text[_at] - '0') <= 9)
        {
            if (++count > most) throw Malformed();
            number = (number * 10) + (_text[_at++] - '0');
        }

        return count >= least ? number : throw Malformed();
    }

    /// <summary><c>hh:mm:ss[.ffffff]</c> in microseconds; the hours may have more digits.</summary>
    public long Clock(int mostHourDigits, long mostHours)
    {
        var hours = Digits(2, mostHourDigits);
        if (hours > mostHours) return long.MaxValue;
        Take((byte)':');
        var minutes = Digits(2, 2);
        Take((byte)':');
        return (((((hours * 60) + minutes) * 60) + Digits(2, 2)) * 1_000_000) + Fraction();
    }

    /// <summary><c>[y…]yyyy-mm-dd</c>; the era stands behind all of the value.</summary>
    public (int Year, int Month, int Day) Date()
    {
        var year = (int)Digits(4, 7);
        Take((byte)'-');
        var month = (int)Digits(2, 2);
        Take((byte)'-');
        var day = (int)Digits(2, 2);
        return month is >= 1 and <= 12 && day is >= 1 and <= 31 ? (year, month, day) : throw Malformed();
    }

    /// <summary><c> BC</c> or nothing, and then the end. Year 1 BC is year 0.</summary>
    public int Era(int year)
    {
        if (IsAtEnd) return year;
        if (!Rest.SequenceEqual(" BC"u8)) throw Malformed();
        return 1 - year;
    }

    public void End()
    {
        if (!IsAtEnd) throw Malformed();
    }

    public readonly GatewayException Malformed() => CaptureProtocol.Malformed($"a value of type {type}");

    private long Fraction()
    {
        if (!TryTake((byte)'.')) return 0;
        var start = _at;
        var fraction = Digits(1, 6);
        for (var digits = _at - start; digits < 6; digits++) fraction *= 10;
        return fraction;
    }
}
