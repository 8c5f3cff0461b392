namespace FederationGateway.Common.Values;

/// <summary>Powers of ten that fit 128 bits.</summary>
public static class UInt128Powers
{
    private static readonly UInt128[] Powers = Build();

    /// <summary>10 to the power of <paramref name="exponent"/>, 0 to 38.</summary>
    public static UInt128 Of(int exponent) => Powers[exponent];

    private static UInt128[] Build()
    {
        var powers = new UInt128[39];
        powers[0] = UInt128.One;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
