using System.Globalization;
using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// ASCII text that orders, byte by byte, as the numerics do, and is the same for equal ones (1.0 and 1.00): a class, the exponent of the first digit, and the
/// digits without trailing zeros; for negatives both are complemented, with a high end mark so that fewer digits come later.
/// </summary>
internal static class NumericKey
{
    private const int ExponentOffset = 200_000;

    public static string Of(PgNumeric value)
    {
        switch (value.Kind)
        {
            case NumericKind.NegativeInfinity: return "1";
            case NumericKind.PositiveInfinity: return "5";
            case NumericKind.NaN: return "6";
        }

        if (value.IsZero) return "3";
        var digits = BigInteger.Abs(value.Digits).ToString(CultureInfo.InvariantCulture).TrimEnd('0');
        var exponent = value.Exponent + ExponentOffset;
        if (value.Sign > 0) return string.Create(CultureInfo.InvariantCulture, $"4{exponent:000000}{digits}");
        var complement = string.Create(digits.Length, digits, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = (char)('0' + '9' - source[i]);
        });
        return string.Create(CultureInfo.InvariantCulture, $"2{999_999 - exponent:000000}{complement}~");
    }
}
