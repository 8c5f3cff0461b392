using System.Numerics;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Numerics counted from the smallest to the largest: a sign, the exponent of the first digit, and so many digits. Those that have more digits have no position; an end of a
/// frame that has more is the next position inside the frame.
/// </summary>
internal static class NumericPosition
{
    private const int Digits = 34;
    private const int DigitBits = 113;
    private const int ExponentLimit = 2048;

    private static readonly Int128 Infinity = (Int128)1 << 125;

    public static Int128 Of(PgNumeric value)
    {
        var (position, isExact) = Find(value, isRoundedUp: false);
        return isExact ? position : throw new GatewayException(SqlState.FeatureNotSupported, $"a RANGE frame with an offset over numbers of more than {Digits} digits is not supported");
    }

    public static Int128 Reach(PgNumeric key, PgNumeric offset, FrameEnd end)
    {
        if (offset.IsNaN || offset.Sign < 0) throw FrameFunctions.Invalid();
        return Int128.Abs(Find(End(key, offset, end), end.IsLower).Position - Of(key));
    }

    private static PgNumeric End(PgNumeric key, PgNumeric offset, FrameEnd end)
    {
        // What is infinitely far from infinity could be anything: all numbers are in reach.
        if (offset.IsInfinity && key.IsInfinity && key.Sign > 0 == end.Subtracts) return end.IsLower ? PgNumeric.NegativeInfinity : PgNumeric.PositiveInfinity;
        return end.Subtracts ? NumericArithmetic.Subtract(key, offset) : NumericArithmetic.Add(key, offset);
    }

    private static (Int128 Position, bool IsExact) Find(PgNumeric value, bool isRoundedUp)
    {
        if (value.IsNaN) return (Infinity + 1, true);
        if (value.IsInfinity) return (value.Sign * Infinity, true);
        if (value.IsZero) return (0, true);

        // Up is away from zero above it and towards zero below.
        var (size, isExact) = Size(value, isLarger: isRoundedUp == value.Sign > 0);
        return (value.Sign * size, isExact);
    }

    private static (Int128 Size, bool IsExact) Size(PgNumeric value, bool isLarger)
    {
        if (value.Exponent >= ExponentLimit) return (Infinity - 1, false);
        if (value.Exponent < -ExponentLimit) return (isLarger ? 1 : 0, false);
        var digits = BigInteger.Abs(value.Digits);
        var shift = Digits - (value.Exponent + value.Scale + 1);
        var rest = BigInteger.Zero;
        if (shift >= 0) digits *= BigInteger.Pow(10, shift);
        else (digits, rest) = BigInteger.DivRem(digits, BigInteger.Pow(10, -shift));
        var size = ((Int128)(value.Exponent + ExponentLimit) << DigitBits) + (Int128)digits;
        return (rest.IsZero || !isLarger ? size : size + 1, rest.IsZero);
    }
}
