using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Coercion;

/// <summary>Number literals: the narrowest of integer, bigint and numeric that holds what was written.</summary>
public static class NumberLiterals
{
    /// <summary>
    /// The constant of an unquoted number. A minus sign in front of a literal belongs into <paramref name="text"/>: -2147483648 is an integer,
    /// 2147483648 is not.
    /// </summary>
    public static ConstantExpression Read(string text)
    {
        if (!text.AsSpan().ContainsAny('.', 'e', 'E') && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value is >= int.MinValue and <= int.MaxValue
                ? new ConstantExpression((int)value, SqlType.Int4)
                : new ConstantExpression(value, SqlType.Int8);
        }

        return NumericConstants.Of(DecimalText.Canonicalize(Encoding.UTF8.GetBytes(text)));
    }
}
