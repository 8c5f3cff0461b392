using System.Globalization;

namespace FederationGateway.Common.Values;

internal ref partial struct IntervalParser
{
    // With designators, P[nY][nM][nW][nD][T[nH][nM][nS]]; like a moment, P0001-02-03T04:05:06 or P00010203T040506. Date and time may mix the two.
    private void ParseIso()
    {
        _mayRepeat = true;
        _rest = _rest[1..];
        while (!_rest.IsEmpty && _rest[0] != 'T')
            if (!ParseIsoDateField()) break;
        while (_rest is [(byte)'T', ..])
        {
            _rest = _rest[1..];
            while (!_rest.IsEmpty && _rest[0] != 'T')
                if (!ParseIsoTimeField()) break;
        }

        if (!_rest.IsEmpty) throw Invalid();
    }

    // False when the date ended with it.
    private bool ParseIsoDateField()
    {
        var isFirst = _fields == Fields.None;
        var digits = TakeIsoNumber(out var negative, out var whole, out var fraction);
        switch (_rest.IsEmpty ? 'T' : (char)_rest[0])
        {
            case 'Y': AddIso("years"u8, negative, whole, fraction); return true;
            case 'M': AddIso("mons"u8, negative, whole, fraction); return true;
            case 'W': AddIso("weeks"u8, negative, whole, fraction); return true;
            case 'D': AddIso("days"u8, negative, whole, fraction); return true;
            case 'T' when isFirst && digits == 8:
                Add("years"u8, negative, whole / 10_000, 0);
                Add("mons"u8, negative, whole / 100 % 100, 0);
                Add("days"u8, negative, whole % 100, fraction);
                return false;
            case 'T' or '-' when isFirst:
                Add("years"u8, negative, whole, fraction);
                if (_rest is [(byte)'-', ..]) ParseIsoMonthAndDay();
                return false;
            default: throw Invalid();
        }
    }

    private void ParseIsoMonthAndDay()
    {
        foreach (var isDay in (ReadOnlySpan<bool>)[false, true])
        {
            if (_rest.IsEmpty || _rest[0] == 'T') return;
            if (_rest[0] != '-') throw Invalid();
            _rest = _rest[1..];
            TakeIsoNumber(out var negative, out var whole, out var fraction);
            Add(isDay ? "days"u8 : "mons"u8, negative, whole, fraction);
        }
    }

    private bool ParseIsoTimeField()
    {
        var isFirst = (_fields & Fields.Clock) == 0;
        var digits = TakeIsoNumber(out var negative, out var whole, out var fraction);
        switch (_rest.IsEmpty ? '\0' : (char)_rest[0])
        {
            case 'H': AddIso("hours"u8, negative, whole, fraction); return true;
            case 'M': AddIso("mins"u8, negative, whole, fraction); return true;
            case 'S': AddIso("secs"u8, negative, whole, fraction); return true;
            case '\0' when isFirst && digits == 6:
                Add("hours"u8, negative, whole / 10_000, 0);
                Add("mins"u8, negative, whole / 100 % 100, 0);
                Add("secs"u8, negative, whole % 100, 0);
                // PostgreSQL takes this fraction for one of a microsecond.
                Add("us"u8, negative, 0, fraction);
                return false;
            case '\0' or ':' when isFirst:
                Add("hours"u8, negative, whole, fraction);
                ParseIsoMinuteAndSecond();
                return false;
            default: throw Invalid();
        }
    }

    private void ParseIsoMinuteAndSecond()
    {
        foreach (var isSecond in (ReadOnlySpan<bool>)[false, true])
        {
            if (_rest is not [(byte)':', ..]) return;
            _rest = _rest[1..];
            TakeIsoNumber(out var negative, out var whole, out var fraction);
            Add(isSecond ? "secs"u8 : "mins"u8, negative, whole, fraction);
        }
    }

    private void AddIso(ReadOnlySpan<byte> unit, bool negative, long whole, double fraction)
    {
        _rest = _rest[1..];
        Add(unit, negative, whole, fraction);
    }

    // [-]digits[.digits]; the number of digits before the point.
    private int TakeIsoNumber(out bool negative, out long whole, out double fraction)
    {
        negative = _rest is [(byte)'-', ..];
        if (negative) _rest = _rest[1..];
        var length = TextScan.CountDigits(_rest);
        var end = length;
        if (end < _rest.Length && _rest[end] == '.') end += 1 + TextScan.CountDigits(_rest[(end + 1)..]);
        if (end == 0 || (length == 0 && end == 1)) throw Invalid();
        var value = double.Parse(_rest[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (value > int.MaxValue) throw OutOfRange();
        _rest = _rest[end..];
        whole = (long)value;
        fraction = value - whole;
        return length;
    }
}
