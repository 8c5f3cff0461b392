using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Coercion;

/// <summary>
/// The types of numeric results. <c>numeric(p,s)</c> promises that every value has exactly s digits behind the point and at most p in all, so that
/// a fixed-point decimal shows the digits PostgreSQL shows. Where the digits behind the point depend on the values (division, mixtures of scales),
/// the result is unconstrained.
/// </summary>
public static class NumericTyping
{
    // A product whose types allow more than 38 digits stays a decimal while 21 of them are left in front of the point; for the rare larger one the query runs again, see
    // BindingContext.WideNumerics. It has a digit less than what is declared with all 38, or is a sum: those are multiplied as numerics of any length, because their values do
    // use the digits.
    private const int MaxCappedScale = 16;
    private const int CappedPrecision = SqlType.MaxDecimalPrecision - 1;

    /// <summary>The decimal that holds every value of a number type exactly, or unconstrained numeric.</summary>
    public static SqlType Of(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Int2 => SqlType.Numeric(5, 0),
        SqlTypeKind.Int4 => SqlType.Numeric(10, 0),
        SqlTypeKind.Int8 => SqlType.Numeric(19, 0),
        SqlTypeKind.Numeric => type,
        _ => SqlType.UnconstrainedNumeric,
    };

    /// <summary>The type of a numeric constant: as many digits as it has. NaN and the infinities are unconstrained.</summary>
    public static SqlType OfText(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0])) return SqlType.UnconstrainedNumeric;
        var point = digits.IndexOf('.');
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        var whole = (point < 0 ? digits : digits[..point]).TrimStart('0').Length;
        return whole + scale > SqlType.MaxDecimalPrecision ? SqlType.UnconstrainedNumeric : SqlType.Numeric(Math.Max(1, whole + scale), scale);
    }

    /// <summary>The result of an arithmetic operator on two numerics.</summary>
    /// <param name="isWide">No product may fail for want of digits.</param>
    public static SqlType Arithmetic(ArithmeticOperator op, SqlType left, SqlType right, bool isWide)
    {
        if (!left.IsDecimal || !right.IsDecimal) return SqlType.UnconstrainedNumeric;
        switch (op)
        {
            case ArithmeticOperator.Add or ArithmeticOperator.Subtract:
                var scale = Math.Max(left.Scale, right.Scale);
                var whole = Math.Max(left.Length - left.Scale, right.Length - right.Scale) + 1;
                return whole + scale > SqlType.MaxDecimalPrecision ? SqlType.UnconstrainedNumeric : SqlType.Numeric(whole + scale, scale);
            case ArithmeticOperator.Multiply when left.Length + right.Length <= SqlType.MaxDecimalPrecision:
                return SqlType.Numeric(left.Length + right.Length, left.Scale + right.Scale);
            case ArithmeticOperator.Multiply when !isWide && left.Length <= CappedPrecision && right.Length <= CappedPrecision && left.Scale + right.Scale <= MaxCappedScale:
                return SqlType.Numeric(CappedPrecision, left.Scale + right.Scale);
            default:
                return SqlType.UnconstrainedNumeric;
        }
    }

    /// <summary>One type for values of several numerics: a decimal only when all have the same scale.</summary>
    public static SqlType Common(SqlType left, SqlType right)
    {
        if (!left.IsDecimal || !right.IsDecimal || left.Scale != right.Scale) return SqlType.UnconstrainedNumeric;
        return left.Length >= right.Length ? left : right;
    }
}
