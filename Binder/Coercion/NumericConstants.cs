using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Coercion;

/// <summary>Numeric constants: their digits and the type that says how many there are.</summary>
public static class NumericConstants
{
    /// <summary>A constant as a number literal was written: <c>1.50</c> is <c>numeric(3,2)</c>.</summary>
    public static ConstantExpression Of(string canonicalText) => new(canonicalText, NumericTyping.OfText(canonicalText));

    /// <summary>
    /// The constant under a numeric type: rounded to its scale and checked against its precision (22003); under unconstrained numeric it keeps the digits it
    /// has, and the narrowest type that says so.
    /// </summary>
    public static ConstantExpression Fit(string canonicalText, SqlType type)
    {
        if (!type.IsDecimal) return Of(canonicalText);
        if (canonicalText == "NaN") return new ConstantExpression(canonicalText, SqlType.UnconstrainedNumeric);
        var value = DecimalText.ReadFixed(Encoding.ASCII.GetBytes(canonicalText), type.Length, type.Scale);
        Span<byte> digits = stackalloc byte[DecimalText.MaxInt128Length];
        return new ConstantExpression(Encoding.ASCII.GetString(digits[..DecimalText.WriteFixed(value, type.Scale, digits)]), type);
    }
}
