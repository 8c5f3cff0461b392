using System.Text;

namespace FederationGateway.Common.Values;

/// <summary>Exact decimals: as canonical text of any length, and as 128-bit integers scaled by a power of ten.</summary>
public static class DecimalText
{
    /// <summary>Sign, 38 digits, a point and a zero before it.</summary>
    public const int MaxInt128Length = 44;

    private const int MaxIntegerDigits = 131_072;
    private const int MaxFractionDigits = 16_383;

    /// <summary>
    /// The canonical text of a numeric: no exponent, no superfluous leading zero, no plus, no negative zero; the digits after the point are its scale.
    /// <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> are values too.
    /// </summary>
    public static string Canonicalize(ReadOnlySpan<byte> text)
    {
        var number = TextScan.Trim(text);
        if (TextScan.EqualsIgnoreCase(number, "nan"u8)) return "NaN";
        var negative = !number.IsEmpty && number[0] == '-';
        if (negative || (!number.IsEmpty && number[0] == '+')) number = number[1..];
        if (TextScan.EqualsIgnoreCase(number, "infinity"u8) || TextScan.EqualsIgnoreCase(number, "inf"u8)) return negative ? "-Infinity" : "Infinity";
        if (!Split(number, out var integer, out var fraction, out var exponent)) throw ValueErrors.InvalidSyntax(SqlTypeKind.Numeric, text);
        return Compose(negative, integer, fraction, exponent, text);
    }

    /// <summary>
    /// A decimal of fixed scale from text in any form <see cref="Canonicalize"/> takes, rounded half away from zero. 22003 when it needs more than
    /// <paramref name="precision"/> digits; NaN and the infinities have no place in a fixed-point decimal either.
    /// </summary>
    public static Int128 ReadFixed(ReadOnlySpan<byte> text, int precision, int scale)
    {
        var number = TextScan.Trim(text);
        var negative = !number.IsEmpty && number[0] == '-';
        if (negative || (!number.IsEmpty && number[0] == '+')) number = number[1..];
        if (!Split(number, out var integer, out var fraction, out var exponent))
        {
            Canonicalize(text);         // tells bad syntax from NaN and infinity
            throw Overflow(precision, scale);
        }

        UInt128 value = 0;
        var limit = UInt128Powers.Of(precision);
        var kept = (long)integer.Length + exponent + scale;     // digits in front of the cut
        for (var i = 0; i < integer.Length + fraction.Length && i < kept; i++)
        {
            value = (value * 10) + (uint)(DigitAt(integer, fraction, i) - '0');
            if (value >= limit) throw Overflow(precision, scale);
        }

        for (long i = integer.Length + fraction.Length; i < kept && value != 0; i++)
            if ((value *= 10) >= limit) throw Overflow(precision, scale);
        if (kept >= 0 && kept < integer.Length + fraction.Length && DigitAt(integer, fraction, (int)kept) >= '5' && ++value >= limit)
            throw Overflow(precision, scale);
        return negative ? -(Int128)value : (Int128)value;
    }

    /// <summary>Writes a scaled integer with its point: <c>-0.05</c>. Needs <see cref="MaxInt128Length"/> bytes.</summary>
    public static int WriteFixed(Int128 value, int scale, Span<byte> target)
    {
        var position = 0;
        var magnitude = (UInt128)value;
        if (Int128.IsNegative(value))
        {
            target[position++] = (byte)'-';
            magnitude = (UInt128)(-value);
        }

        Span<byte> digits = stackalloc byte[40];
        var count = 40;
        while (magnitude > ulong.MaxValue)
        {
            (magnitude, var low) = UInt128.DivRem(magnitude, 10_000_000_000_000_000_000);
            count = WriteDigits((ulong)low, digits, count, minimum: 19);
        }

        count = WriteDigits((ulong)magnitude, digits, count, minimum: 0);
        while (40 - count <= scale) digits[--count] = (byte)'0';
        var whole = 40 - count - scale;
        digits.Slice(count, whole).CopyTo(target[position..]);
        position += whole;
        if (scale == 0) return position;
        target[position++] = (byte)'.';
        digits[(count + whole)..].CopyTo(target[position..]);
        return position + scale;
    }

    private static int WriteDigits(ulong value, Span<byte> digits, int end, int minimum)
    {
        var position = end;
        while (value > 0)
        {
            (value, var digit) = Math.DivRem(value, 10);
            digits[--position] = (byte)('0' + digit);
        }

        while (end - position < minimum) digits[--position] = (byte)'0';
        return position;
    }

    private static byte DigitAt(ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction, int index) =>
        index < integer.Length ? integer[index] : fraction[index - integer.Length];

    // digits [. digits] [e [sign] digits], at least one digit; leading zeros are dropped.
    private static bool Split(ReadOnlySpan<byte> number, out ReadOnlySpan<byte> integer, out ReadOnlySpan<byte> fraction, out int exponent)
    {
        fraction = default;
        exponent = 0;
        integer = TakeDigits(ref number);
        if (!number.IsEmpty && number[0] == '.')
        {
            number = number[1..];
            fraction = TakeDigits(ref number);
        }

        if (integer.IsEmpty && fraction.IsEmpty) return false;
        integer = integer.TrimStart((byte)'0');
        if (number.IsEmpty) return true;
        if (number[0] is not ((byte)'e' or (byte)'E')) return false;
        number = number[1..];
        var negative = !number.IsEmpty && number[0] == '-';
        if (negative || (!number.IsEmpty && number[0] == '+')) number = number[1..];
        var digits = TakeDigits(ref number);
        if (digits.IsEmpty || !number.IsEmpty) return false;
        foreach (var digit in digits) exponent = Math.Min((exponent * 10) + (digit - '0'), 1_000_000);
        if (negative) exponent = -exponent;
        return true;
    }

    private static ReadOnlySpan<byte> TakeDigits(scoped ref ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && TextScan.IsDigit(text[count])) count++;
        var digits = text[..count];
        text = text[count..];
        return digits;
    }

    private static string Compose(bool negative, ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction, int exponent, ReadOnlySpan<byte> text)
    {
        var isZero = integer.IsEmpty && fraction.IndexOfAnyExcept((byte)'0') < 0;
        var scale = Math.Max(0, fraction.Length - exponent);
        var whole = isZero ? 0 : Math.Max(0, integer.Length + exponent);
        if (scale > MaxFractionDigits || whole > MaxIntegerDigits + MaxFractionDigits)
            throw new GatewayException(SqlState.NumericValueOutOfRange, "value overflows numeric format");
        var result = new StringBuilder(whole + scale + 3);
        if (negative && !isZero) result.Append('-');
        var pointAt = integer.Length + exponent;       // index among all digits
        var start = result.Length;
        for (var i = 0; i < pointAt && !isZero; i++)
        {
            var digit = i < integer.Length + fraction.Length ? (char)DigitAt(integer, fraction, i) : '0';
            if (digit != '0' || result.Length > start) result.Append(digit);
        }

        if (result.Length - start > MaxIntegerDigits) throw new GatewayException(SqlState.NumericValueOutOfRange, "value overflows numeric format");
        if (result.Length == start) result.Append('0');
        if (scale > 0) result.Append('.');
        for (var i = pointAt; i < pointAt + scale; i++)
            result.Append(i >= 0 && i < integer.Length + fraction.Length ? (char)DigitAt(integer, fraction, i) : '0');
        return result.ToString();
    }

    private static GatewayException Overflow(int precision, int scale) => new(SqlState.NumericValueOutOfRange, "numeric field overflow")
    {
        Detail = $"A field with precision {precision}, scale {scale} must round to an absolute value less than 10^{precision - scale}.",
    };
}
