using System.Numerics;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The four operations and remainder, exact or to PostgreSQL's number of digits.</summary>
internal static class NumericArithmetic
{
    private const int Base = 4; // PostgreSQL counts weights in digits of base 10,000

    public static PgNumeric Add(PgNumeric left, PgNumeric right)
    {
        if (left.IsFinite && right.IsFinite)
        {
            var scale = Math.Max(left.Scale, right.Scale);
            return new PgNumeric(left.DigitsAt(scale) + right.DigitsAt(scale), scale).Checked();
        }

        if (left.IsNaN || right.IsNaN) return PgNumeric.NaN;
        if (left.IsInfinity && right.IsInfinity && left.Kind != right.Kind) return PgNumeric.NaN;
        return left.IsInfinity ? left : right;
    }

    public static PgNumeric Subtract(PgNumeric left, PgNumeric right) => Add(left, right.Negate());

    public static PgNumeric Multiply(PgNumeric left, PgNumeric right)
    {
        if (left.IsFinite && right.IsFinite) return new PgNumeric(left.Digits * right.Digits, left.Scale + right.Scale).Checked();
        var sign = left.Sign * right.Sign;
        if (left.IsNaN || right.IsNaN || sign == 0) return PgNumeric.NaN;
        return sign > 0 ? PgNumeric.PositiveInfinity : PgNumeric.NegativeInfinity;
    }

    public static PgNumeric Divide(PgNumeric left, PgNumeric right)
    {
        if (left.IsFinite && right.IsFinite)
        {
            if (right.IsZero) throw DivisionByZero();
            return DivideTo(left, right, QuotientScale(left, right)).Checked();
        }

        if (left.IsNaN || right.IsNaN) return PgNumeric.NaN;
        if (!left.IsInfinity) return PgNumeric.Zero;
        if (right.IsInfinity) return PgNumeric.NaN;
        if (right.IsZero) throw DivisionByZero();
        return left.Sign * right.Sign > 0 ? PgNumeric.PositiveInfinity : PgNumeric.NegativeInfinity;
    }

    /// <summary>The sign is the dividend's.</summary>
    public static PgNumeric Modulo(PgNumeric left, PgNumeric right)
    {
        if (left.IsNaN || right.IsNaN) return PgNumeric.NaN;
        if (left.IsInfinity) return right.IsZero ? throw DivisionByZero() : PgNumeric.NaN;
        if (right.IsInfinity) return left;
        if (right.IsZero) throw DivisionByZero();
        var scale = Math.Max(left.Scale, right.Scale);
        return new PgNumeric(BigInteger.Remainder(left.DigitsAt(scale), right.DigitsAt(scale)), scale);
    }

    /// <summary>The integer quotient, toward zero.</summary>
    public static PgNumeric IntegerQuotient(PgNumeric left, PgNumeric right)
    {
        if (!left.IsFinite || !right.IsFinite) return Divide(left, right);
        if (right.IsZero) throw DivisionByZero();
        var scale = Math.Max(left.Scale, right.Scale);
        return new PgNumeric(BigInteger.Divide(left.DigitsAt(scale), right.DigitsAt(scale)), 0);
    }

    /// <summary>The quotient rounded half away from zero at <paramref name="scale"/> digits behind the point.</summary>
    public static PgNumeric DivideTo(in PgNumeric left, in PgNumeric right, int scale)
    {
        // left / right * 10^scale, as one division of integers
        var shift = scale + right.Scale - left.Scale;
        var numerator = shift >= 0 ? left.Digits * Powers.Of(shift) : left.Digits;
        var denominator = shift >= 0 ? right.Digits : right.Digits * Powers.Of(-shift);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(denominator)) quotient += numerator.Sign * denominator.Sign;
        return new PgNumeric(quotient, scale);
    }

    /// <summary>How many digits behind the point PostgreSQL gives a quotient: at least 16 significant ones, no fewer than the operands show.</summary>
    public static int QuotientScale(in PgNumeric left, in PgNumeric right)
    {
        var (leftWeight, leftDigit) = Leading(left);
        var (rightWeight, rightDigit) = Leading(right);
        var weight = leftWeight - rightWeight - (leftDigit <= rightDigit ? 1 : 0);
        var scale = Math.Max(PgNumeric.MinSignificantDigits - (weight * Base), Math.Max(left.Scale, right.Scale));
        return Math.Clamp(scale, 0, PgNumeric.MaxDisplayScale);
    }

    /// <summary>The weight and value of the first digit in base 10,000; zeros for zero.</summary>
    public static (int Weight, int Digit) Leading(in PgNumeric value)
    {
        if (value.IsZero) return (0, 0);
        var weight = (int)Math.Floor(value.Exponent / (double)Base);
        var shift = value.Scale + (weight * Base);
        var digits = BigInteger.Abs(value.Digits);
        return (weight, (int)(shift >= 0 ? digits / Powers.Of(shift) : digits * Powers.Of(-shift)));
    }

    public static GatewayException DivisionByZero() => new(SqlState.DivisionByZero, "division by zero");
}
