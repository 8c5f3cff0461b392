using System.Globalization;
using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Floating-point numbers as the C library prints them: the exact value, rounded half to even.</summary>
internal static class FloatDigits
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;

    /// <summary><c>%.{digits}f</c></summary>
    public static string Fixed(double value, int digits)
    {
        if (!double.IsFinite(value)) return Special(value);
        var (numerator, denominator) = Fraction(Math.Abs(value));
        var text = Divide(numerator * Powers.Of(digits), denominator).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return (double.IsNegative(value) ? "-" : "") + (digits == 0 ? text : $"{text[..^digits]}.{text[^digits..]}");
    }

    /// <summary><c>% .{digits}e</c>: a blank instead of a plus.</summary>
    public static string Exponential(double value, int digits)
    {
        var (numerator, denominator) = Fraction(Math.Abs(value));
        var exponent = value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var mantissa = Mantissa(numerator, denominator, exponent, digits);

        // The logarithm may be off by one, and rounding may add a digit.
        while (value != 0 && Powers.DigitCount(mantissa) > digits + 1) mantissa = Mantissa(numerator, denominator, ++exponent, digits);
        while (value != 0 && Powers.DigitCount(mantissa) < digits + 1) mantissa = Mantissa(numerator, denominator, --exponent, digits);
        var text = mantissa.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var point = digits == 0 ? text : $"{text[..1]}.{text[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{(double.IsNegative(value) ? '-' : ' ')}{point}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static BigInteger Mantissa(BigInteger numerator, BigInteger denominator, int exponent, int digits)
    {
        var shift = digits - exponent;
        return shift >= 0 ? Divide(numerator * Powers.Of(shift), denominator) : Divide(numerator, denominator * Powers.Of(-shift));
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> MantissaBits) & 0x7FF);
        var mantissa = bits & ((1L << MantissaBits) - 1);
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << MantissaBits;
        var power = exponent - ExponentBias;
        return power >= 0 ? ((BigInteger)mantissa << power, BigInteger.One) : (mantissa, BigInteger.One << -power);
    }

    private static BigInteger Divide(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var comparison = (remainder * 2).CompareTo(denominator);
        return comparison > 0 || (comparison == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
