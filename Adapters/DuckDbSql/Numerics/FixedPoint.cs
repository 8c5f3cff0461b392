using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Roots, exponentials and logarithms of numbers given as integers times a power of ten; the last few digits are not exact.</summary>
internal static class FixedPoint
{
    /// <summary>The integer part of the square root.</summary>
    public static BigInteger IntegerRoot(BigInteger value)
    {
        if (value.IsZero) return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }

    /// <summary>e to the power of value / 10^digits, times 10^digits.</summary>
    public static BigInteger Exp(BigInteger value, int digits)
    {
        // e^x = (e^(x / 2^k))^(2^k) with |x / 2^k| small, and Taylor's series for the rest.
        var halvings = Math.Max(0, (int)((BigInteger.Abs(value) / Powers.Of(digits)).GetBitLength() + 8));
        var extra = digits + (halvings / 3) + 4;
        var unit = Powers.Of(extra);
        var reduced = (value * Powers.Of(extra - digits)) >> halvings;
        if (value.Sign < 0) reduced = -((-value * Powers.Of(extra - digits)) >> halvings);
        var (sum, term) = (unit, unit);
        for (var i = 1; !term.IsZero; i++)
        {
            term = term * reduced / unit / i;
            sum += term;
        }

        for (var i = 0; i < halvings; i++) sum = sum * sum / unit;
        return sum / Powers.Of(extra - digits);
    }

    /// <summary>The natural logarithm of value / 10^digits, times 10^digits; the value is positive.</summary>
    public static BigInteger Ln(BigInteger value, int digits)
    {
        // ln x = 2^k * ln(x^(1/2^k)), and ln y = 2 artanh((y-1)/(y+1)) near 1.
        var extra = digits + 16 + (int)(value.GetBitLength() / 16);
        var unit = Powers.Of(extra);
        var scaled = value * Powers.Of(extra - digits);
        var roots = 0;
        var (low, high) = (unit * 9 / 10, unit * 11 / 10);
        while (scaled < low || scaled > high)
        {
            scaled = IntegerRoot(scaled * unit);
            roots++;
        }

        var ratio = (scaled - unit) * unit / (scaled + unit);
        var square = ratio * ratio / unit;
        var (sum, power) = (ratio, ratio);
        for (var i = 3; !power.IsZero; i += 2)
        {
            power = power * square / unit;
            sum += power / i;
        }

        return (sum << (roots + 1)) / Powers.Of(extra - digits);
    }
}
