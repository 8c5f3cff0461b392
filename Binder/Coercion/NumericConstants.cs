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

    /// <summary>As <see cref="Fit"/>, or null for a number that is too large: an error of the row it is computed for, which other errors of the statement come before.</summary>
    public static ConstantExpression? TryFit(string canonicalText, SqlType type)
    {
        try
        {
            return Fit(canonicalText, type);
        }
        catch (GatewayException error) when (error.State == SqlState.NumericValueOutOfRange)
        {
            return null;
        }
    }

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
