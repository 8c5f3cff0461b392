using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Rounding of numerics; what is not finite stays as it is.</summary>
internal static class Rounding
{
    /// <summary>Half away from zero. A negative scale rounds in front of the point; the result then shows no digits behind it.</summary>
    public static PgNumeric Round(in PgNumeric value, int scale)
    {
        if (!value.IsFinite) return value;
        if (scale >= value.Scale) return value.WithScale(scale);
        var unit = Powers.Of(value.Scale - scale);
        var quotient = BigInteger.DivRem(value.Digits, unit, out var rest);
        if (BigInteger.Abs(rest) * 2 >= unit) quotient += value.Digits.Sign;
        return FromUnits(quotient, scale);
    }

    /// <summary>Toward zero.</summary>
    public static PgNumeric Truncate(in PgNumeric value, int scale)
    {
        if (!value.IsFinite) return value;
        return scale >= value.Scale ? value.WithScale(scale) : FromUnits(BigInteger.Divide(value.Digits, Powers.Of(value.Scale - scale)), scale);
    }

    public static PgNumeric Floor(in PgNumeric value)
    {
        if (!value.IsFinite) return value;
        var whole = BigInteger.DivRem(value.Digits, Powers.Of(value.Scale), out var rest);
        return new PgNumeric(rest.Sign < 0 ? whole - 1 : whole, 0);
    }

    public static PgNumeric Ceiling(in PgNumeric value)
    {
        if (!value.IsFinite) return value;
        var whole = BigInteger.DivRem(value.Digits, Powers.Of(value.Scale), out var rest);
        return new PgNumeric(rest.Sign > 0 ? whole + 1 : whole, 0);
    }

    /// <summary>The fewest digits behind the point that lose nothing.</summary>
    public static int MinScale(in PgNumeric value)
    {
        if (!value.IsFinite || value.IsZero) return 0;
        var (digits, scale) = (value.Digits, value.Scale);
        while (scale > 0)
        {
            var next = BigInteger.DivRem(digits, 10, out var rest);
            if (!rest.IsZero) break;
            (digits, scale) = (next, scale - 1);
        }

        return scale;
    }

    public static PgNumeric TrimScale(in PgNumeric value) => value.IsFinite ? Truncate(value, MinScale(value)) : value;

    private static PgNumeric FromUnits(BigInteger units, int scale) => scale >= 0 ? new PgNumeric(units, scale) : new PgNumeric(units * Powers.Of(-scale), 0);
}
