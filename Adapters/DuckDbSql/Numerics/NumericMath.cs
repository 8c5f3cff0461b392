using System.Numerics;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Roots, powers and logarithms of numerics to as many digits as PostgreSQL gives them.</summary>
internal static class NumericMath
{
    private const int GuardDigits = 12;
    private const double LogOfE = 0.434294481903252;
    private const double LnOf10 = 2.302585092994046;
    private const int MaxResultScale = 2000;

    public static PgNumeric Sqrt(PgNumeric value)
    {
        if (value.IsNaN || value.Kind == NumericKind.PositiveInfinity) return value;
        if (value.Sign < 0) throw new GatewayException(SqlState.InvalidArgumentForPowerFunction, "cannot take square root of a negative number");
        var weight = NumericArithmetic.Leading(value).Weight;
        var scale = Math.Clamp(Math.Max(PgNumeric.MinSignificantDigits - (((weight + 1) * 4 / 2) - 1), value.Scale), 0, PgNumeric.MaxDisplayScale);
        return SqrtTo(value, scale);
    }

    /// <summary>The root of a non-negative number, rounded at <paramref name="scale"/>.</summary>
    public static PgNumeric SqrtTo(PgNumeric value, int scale)
    {
        var extended = scale + 1;
        var radicand = value.Scale <= 2 * extended ? value.DigitsAt(2 * extended) : BigInteger.Divide(value.Digits, Powers.Of(value.Scale - (2 * extended)));
        return Rounding.Round(new PgNumeric(FixedPoint.IntegerRoot(radicand), extended), scale);
    }

    public static PgNumeric Exp(PgNumeric value)
    {
        if (value.Kind == NumericKind.NegativeInfinity) return PgNumeric.Zero;
        if (!value.IsFinite) return value;
        var weight = Math.Clamp(value.ToDouble() * LogOfE, -MaxResultScale, MaxResultScale);
        var scale = Math.Clamp(Math.Max(PgNumeric.MinSignificantDigits - (int)weight, value.Scale), 0, PgNumeric.MaxDisplayScale);
        return ExpTo(value, scale);
    }

    public static PgNumeric Ln(PgNumeric value)
    {
        if (!CheckLogarithm(value)) return value;
        var scale = Math.Clamp(Math.Max(PgNumeric.MinSignificantDigits - LnWeight(value), value.Scale), 0, PgNumeric.MaxDisplayScale);
        return LnTo(value, scale);
    }

    public static PgNumeric Log10(PgNumeric value) => CheckLogarithm(value) ? LogTo(new PgNumeric(10, 0), value) : value;

    public static PgNumeric Log(PgNumeric radix, PgNumeric value)
    {
        if (radix.IsNaN || value.IsNaN) return PgNumeric.NaN;
        var (hasRadix, hasValue) = (CheckLogarithm(radix), CheckLogarithm(value));
        if (!hasRadix) return hasValue ? PgNumeric.Zero : PgNumeric.NaN;
        return hasValue ? LogTo(radix, value) : PgNumeric.PositiveInfinity;
    }

    public static PgNumeric Power(PgNumeric value, PgNumeric exponent)
    {
        if (!value.IsFinite || !exponent.IsFinite) return InfinitePower(value, exponent);
        var isWhole = Rounding.MinScale(exponent) == 0;
        if (value.IsZero && exponent.Sign < 0)
            throw new GatewayException(SqlState.InvalidArgumentForPowerFunction, "zero raised to a negative power is undefined");
        if (value.Sign < 0 && !isWhole)
            throw new GatewayException(SqlState.InvalidArgumentForPowerFunction, "a negative number raised to a non-integer power yields a complex result");
        if (isWhole && BigInteger.Abs(Rounding.Truncate(exponent, 0).Digits) <= int.MaxValue)
            return WholePower(value, (int)Rounding.Truncate(exponent, 0).Digits);
        if (value.IsZero) return new PgNumeric(0, PgNumeric.MinSignificantDigits);
        var isNegative = value.Sign < 0 && !Rounding.Truncate(exponent, 0).Digits.IsEven;
        var magnitude = value.Abs();
        var logarithm = NumericArithmetic.Multiply(LnTo(magnitude, PgNumeric.MinSignificantDigits + 8), exponent).ToDouble();
        if (Math.Abs(logarithm) > MaxResultScale * 3.01 && logarithm > 0) throw Overflow();
        if (logarithm < -MaxResultScale * 3.01) return new PgNumeric(0, PgNumeric.MaxDisplayScale);
        var scale = Math.Clamp(Math.Max(PgNumeric.MinSignificantDigits - (int)(logarithm * LogOfE), Math.Max(value.Scale, exponent.Scale)), 0, PgNumeric.MaxDisplayScale);
        var precise = LnTo(magnitude, scale + Math.Max(0, (int)(logarithm * LogOfE)) + Math.Max(0, exponent.IsZero ? 0 : exponent.Exponent) + GuardDigits);
        var result = ExpTo(NumericArithmetic.Multiply(precise, exponent), scale);
        return isNegative ? result.Negate() : result;
    }

    public static PgNumeric Factorial(long number)
    {
        if (number < 0) throw new GatewayException(SqlState.NumericValueOutOfRange, "factorial of a negative number is undefined");
        if (number > 32_177) throw Overflow();
        var result = BigInteger.One;
        for (long i = 2; i <= number; i++) result *= i;
        return new PgNumeric(result, 0);
    }

    public static PgNumeric Gcd(PgNumeric left, PgNumeric right)
    {
        if (!left.IsFinite || !right.IsFinite) return PgNumeric.NaN;
        var scale = Math.Max(left.Scale, right.Scale);
        return new PgNumeric(BigInteger.GreatestCommonDivisor(left.DigitsAt(scale), right.DigitsAt(scale)), scale);
    }

    public static PgNumeric Lcm(PgNumeric left, PgNumeric right)
    {
        if (!left.IsFinite || !right.IsFinite) return PgNumeric.NaN;
        var scale = Math.Max(left.Scale, right.Scale);
        if (left.IsZero || right.IsZero) return new PgNumeric(0, scale);
        var (first, second) = (left.DigitsAt(scale), right.DigitsAt(scale));
        return new PgNumeric(BigInteger.Abs(first / BigInteger.GreatestCommonDivisor(first, second) * second), scale).Checked();
    }

    private static PgNumeric WholePower(PgNumeric value, int exponent)
    {
        var scale = Math.Clamp(Math.Max(PgNumeric.MinSignificantDigits, value.Scale), 0, PgNumeric.MaxDisplayScale);
        if (exponent == 0) return PgNumeric.One.WithScale(scale);
        if (value.IsZero) return PgNumeric.Zero.WithScale(scale);
        var logarithm = Math.Abs(exponent) * (Math.Log10(Math.Abs(value.IsZero ? 1 : LeadingDouble(value))) + value.Exponent);
        if (exponent > 0 && logarithm > 131_072) throw Overflow();
        if (exponent < 0 && logarithm > 131_072) return PgNumeric.Zero.WithScale(scale);
        var power = BigInteger.Pow(value.Digits, Math.Abs(exponent));
        var powerScale = value.Scale * Math.Abs(exponent);
        return exponent > 0
            ? Rounding.Round(new PgNumeric(power, powerScale), scale)
            : NumericArithmetic.DivideTo(PgNumeric.One, new PgNumeric(power, powerScale), scale);
    }

    private static double LeadingDouble(PgNumeric value)
    {
        var digits = BigInteger.Abs(value.Digits);
        var count = Powers.DigitCount(digits);
        return (double)(count > 17 ? digits / Powers.Of(count - 17) : digits) / Math.Pow(10, Math.Min(count, 17) - 1);
    }

    private static PgNumeric InfinitePower(PgNumeric value, PgNumeric exponent)
    {
        if (value.IsNaN) return exponent.IsZero ? PgNumeric.One : value;
        if (exponent.IsNaN) return PgNumeric.Compare(value, PgNumeric.One) == 0 ? PgNumeric.One : exponent;
        if (exponent.IsZero || PgNumeric.Compare(value, PgNumeric.One) == 0) return PgNumeric.One;
        if (value.IsZero)
            return exponent.Sign > 0 ? PgNumeric.Zero : throw new GatewayException(SqlState.InvalidArgumentForPowerFunction, "zero raised to a negative power is undefined");
        if (exponent.IsInfinity)
        {
            if (value.IsFinite && PgNumeric.Compare(value.Abs(), PgNumeric.One) == 0) return PgNumeric.One;
            var grows = value.IsInfinity || PgNumeric.Compare(value.Abs(), PgNumeric.One) > 0;
            if (value.Sign < 0 && value.IsFinite && !grows) return PgNumeric.Zero;
            return grows == exponent.Sign > 0 ? PgNumeric.PositiveInfinity : PgNumeric.Zero;
        }

        if (exponent.Sign < 0) return PgNumeric.Zero;
        if (value.Sign > 0) return PgNumeric.PositiveInfinity;
        if (Rounding.MinScale(exponent) > 0)
            throw new GatewayException(SqlState.InvalidArgumentForPowerFunction, "a negative number raised to a non-integer power yields a complex result");
        return Rounding.Truncate(exponent, 0).Digits.IsEven ? PgNumeric.PositiveInfinity : PgNumeric.NegativeInfinity;
    }

    // False for what is its own logarithm: NaN and infinity.
    private static bool CheckLogarithm(PgNumeric value)
    {
        if (value.IsNaN) return false;
        if (value.Sign < 0) throw new GatewayException(SqlState.InvalidArgumentForLogarithm, "cannot take logarithm of a negative number");
        if (value.IsZero) throw new GatewayException(SqlState.InvalidArgumentForLogarithm, "cannot take logarithm of zero");
        return value.IsFinite;
    }

    private static PgNumeric LogTo(PgNumeric radix, PgNumeric value)
    {
        var weight = LnWeight(value) - LnWeight(radix);
        var scale = Math.Clamp(Math.Max(PgNumeric.MinSignificantDigits - weight, Math.Max(radix.Scale, value.Scale)), 0, PgNumeric.MaxDisplayScale);
        var digits = scale + GuardDigits + Math.Max(0, weight) + Math.Max(0, -LnWeight(radix)) * 2;
        var divisor = LnTo(radix, digits);
        return divisor.IsZero ? throw NumericArithmetic.DivisionByZero() : NumericArithmetic.DivideTo(LnTo(value, digits), divisor, scale);
    }

    /// <summary>PostgreSQL's estimate of the power of ten of a logarithm's first digit.</summary>
    private static int LnWeight(PgNumeric value)
    {
        var difference = NumericArithmetic.Subtract(value, PgNumeric.One);
        if (PgNumeric.Compare(value, new PgNumeric(9, 1)) >= 0 && PgNumeric.Compare(value, new PgNumeric(11, 1)) <= 0)
        {
            if (difference.IsZero) return 0;
            var (weight, digit) = NumericArithmetic.Leading(difference);
            return (weight * 4) + (int)Math.Log10(digit);
        }

        var logarithm = Math.Log(LeadingDouble(value)) + (value.Exponent * LnOf10);
        return (int)Math.Log10(Math.Abs(logarithm));
    }

    private static PgNumeric LnTo(PgNumeric value, int scale)
    {
        var digits = Math.Max(value.Scale, scale + GuardDigits);
        return Rounding.Round(new PgNumeric(FixedPoint.Ln(value.DigitsAt(digits), digits), digits), scale);
    }

    private static PgNumeric ExpTo(PgNumeric value, int scale)
    {
        // PostgreSQL gives up here, long before the format does.
        if (value.ToDouble() >= MaxResultScale * 3) throw Overflow();
        var weight = value.ToDouble() * LogOfE;
        if (weight < -(scale + 2)) return new PgNumeric(0, scale);
        var digits = scale + Math.Max(0, (int)weight) + GuardDigits;
        var fixedPoint = digits >= value.Scale ? value.DigitsAt(digits) : Rounding.Round(value, digits).Digits;
        return Rounding.Round(new PgNumeric(FixedPoint.Exp(fixedPoint, digits), digits), scale).Checked();
    }

    private static GatewayException Overflow() => new(SqlState.NumericValueOutOfRange, "value overflows numeric format");
}
