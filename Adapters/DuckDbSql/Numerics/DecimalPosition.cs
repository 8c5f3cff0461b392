using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Decimals of one scale, counted in units of their last digit from below the smallest there can be.</summary>
internal static class DecimalPosition
{
    private static readonly BigInteger Zero = BigInteger.Pow(10, 38);

    public static UInt128 Of(PgNumeric value) => (UInt128)(value.Digits + Zero);

    public static UInt128 Reach(PgNumeric key, PgNumeric offset, FrameEnd end)
    {
        if (offset.IsNaN || offset.Sign < 0) throw FrameFunctions.Invalid();
        var limit = end.Subtracts ? key.Digits + Zero : Zero - key.Digits;
        return (UInt128)(offset.IsInfinity ? limit : BigInteger.Min(limit, Units(offset, key.Scale, isRoundedUp: end.IsLower != end.Subtracts)));
    }

    // Keys are whole units: an end between two of them is the next one inside the frame.
    private static BigInteger Units(PgNumeric offset, int scale, bool isRoundedUp)
    {
        if (offset.Scale <= scale) return offset.Digits * BigInteger.Pow(10, scale - offset.Scale);
        var (units, rest) = BigInteger.DivRem(offset.Digits, BigInteger.Pow(10, offset.Scale - scale));
        return isRoundedUp && !rest.IsZero ? units + 1 : units;
    }
}
