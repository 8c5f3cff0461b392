using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Powers of ten of any size.</summary>
internal static class Powers
{
    private static readonly BigInteger[] Small = [.. Enumerable.Range(0, 128).Select(exponent => BigInteger.Pow(10, exponent))];

    public static BigInteger MaxInt128 { get; } = BigInteger.Pow(10, 38) - 1;

    public static BigInteger Of(int exponent) => exponent < Small.Length ? Small[exponent] : BigInteger.Pow(10, exponent);

    /// <summary>How many decimal digits a non-negative number has; 1 for zero.</summary>
    public static int DigitCount(BigInteger value)
    {
        if (value.IsZero) return 1;
        var estimate = (int)((value.GetBitLength() - 1) * 0.30102999566398119521);
        return value >= Of(estimate + 1) ? estimate + 2 : value >= Of(estimate) ? estimate + 1 : estimate;
    }
}
