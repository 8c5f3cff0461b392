using System.Globalization;
using System.Numerics;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>Bounds that cut what is between two values into ranges of equal width.</summary>
internal static class EqualRanges
{
    /// <summary>Rising bounds, fewer than asked for where there are not that many values; none where the two cannot be counted between, as infinities.</summary>
    public static EquatableArray<ConstantExpression> Bounds(ConstantExpression least, ConstantExpression greatest, int parts)
    {
        if (Number(least) is not var (from, scale) || Number(greatest) is not var (to, otherScale)) return [];
        var common = Math.Max(scale, otherScale);
        from *= BigInteger.Pow(10, common - scale);
        to *= BigInteger.Pow(10, common - otherScale);
        return Enumerable.Range(1, parts - 1).Select(part => from + ((to - from) * part / parts)).Where(bound => bound > from).Distinct().Select(bound => Constant(bound, common, least)).ToEquatableArray();
    }

    // A whole number, and how many of its digits are behind the point.
    private static (BigInteger Value, int Scale)? Number(ConstantExpression constant) => (constant.Value, constant.Type.Kind) switch
    {
        (int.MaxValue or -int.MaxValue, SqlTypeKind.Date) or (long.MaxValue or -long.MaxValue, SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz) => null,
        (short or int or long, _) => (new BigInteger(Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture)), 0),
        (string text, SqlTypeKind.Numeric) => Digits(text),
        _ => null,
    };

    private static (BigInteger Value, int Scale)? Digits(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return BigInteger.TryParse(text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? (value, point < 0 ? 0 : text.Length - point - 1)
            : null;
    }

    private static ConstantExpression Constant(BigInteger bound, int scale, ConstantExpression like)
    {
        object value = like.Value switch
        {
            short => (short)bound,
            int => (int)bound,
            long => (long)bound,
            _ => Text(bound, scale),
        };
        return new ConstantExpression(value, like.ConstantType);
    }

    private static string Text(BigInteger bound, int scale)
    {
        var digits = BigInteger.Abs(bound).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (bound.Sign < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }
}
