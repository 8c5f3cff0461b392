using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Coercion;

/// <summary>Conversions of number and text constants that are done while binding, so that <c>price &lt; 24</c> compares a decimal with a decimal.</summary>
public static class ConstantCasts
{
    /// <summary>The converted constant, or null when the conversion is left to the engine.</summary>
    public static ConstantExpression? TryCast(Expression expression, SqlType target)
    {
        if (expression is not ConstantExpression constant) return null;
        return constant.Value switch
        {
            null => ConstantExpression.Null(target),
            short or int or long when constant.Type.IsInteger => FromInteger(Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture), target),
            string digits when constant.Type.Kind == SqlTypeKind.Numeric => FromNumeric(digits, target),
            string text when constant.Type.IsString && constant.Type.Kind != SqlTypeKind.BpChar && target.Kind == SqlTypeKind.Text => new ConstantExpression(text, target),
            string text when constant.Type.IsString && constant.Type.Kind != SqlTypeKind.BpChar && target is { Kind: SqlTypeKind.VarChar, Length: 0 } => new ConstantExpression(text, target),
            uint oid when target.IsOidLike => new ConstantExpression(oid, target),
            _ => null,
        };
    }

    /// <summary>The constant with its sign turned, or null when it is no number constant or leaves its type's range.</summary>
    public static ConstantExpression? TryNegate(Expression expression) => expression is not ConstantExpression constant ? null : constant.Value switch
    {
        short value when value != short.MinValue => constant with { Value = (short)-value },
        // PostgreSQL folds the sign into the literal before the literal gets its type: -2147483648 is an integer, and its negation is not.
        int value => value == int.MinValue ? new ConstantExpression(-(long)value, SqlType.Int8) : constant with { Value = -value },
        long value when value == -(long)int.MinValue && constant.Type.IsInteger => new ConstantExpression(int.MinValue, SqlType.Int4),
        long value when value != long.MinValue && constant.Type.IsInteger => constant with { Value = -value },
        long value when constant.Type.IsInteger => NumericConstants.Of((-(Int128)value).ToString(CultureInfo.InvariantCulture)),
        string digits when constant.Type.Kind == SqlTypeKind.Numeric && digits == "9223372036854775808" => new ConstantExpression(long.MinValue, SqlType.Int8),
        float value => constant with { Value = -value },
        double value => constant with { Value = -value },
        string digits when constant.Type.Kind == SqlTypeKind.Numeric && digits != "NaN" => constant with { Value = Negate(digits) },
        _ => null,
    };

    private static string Negate(string digits) => digits[0] == '-' ? digits[1..] : digits == "Infinity" || HasNonZeroDigit(digits) ? "-" + digits : digits;

    private static ConstantExpression? FromInteger(long value, SqlType target) => target.Kind switch
    {
        SqlTypeKind.Int2 when value is >= short.MinValue and <= short.MaxValue => new ConstantExpression((short)value, target),
        SqlTypeKind.Int4 when value is >= int.MinValue and <= int.MaxValue => new ConstantExpression((int)value, target),
        SqlTypeKind.Int8 => new ConstantExpression(value, target),
        SqlTypeKind.Float4 => new ConstantExpression((float)value, target),
        SqlTypeKind.Float8 => new ConstantExpression((double)value, target),
        SqlTypeKind.Numeric => FromNumeric(value.ToString(CultureInfo.InvariantCulture), target),
        _ when target.IsOidLike && value is >= int.MinValue and <= uint.MaxValue => new ConstantExpression((uint)value, target),
        _ => null,
    };

    private static ConstantExpression? FromNumeric(string digits, SqlType target) => target.Kind switch
    {
        SqlTypeKind.Numeric => NumericConstants.TryFit(digits, target),
        SqlTypeKind.Float8 when double.Parse(digits, CultureInfo.InvariantCulture) is var value && double.IsFinite(value) && (value != 0 || !HasNonZeroDigit(digits)) => new ConstantExpression(value, target),
        _ => null,
    };

    private static bool HasNonZeroDigit(string digits) => digits.AsSpan().ContainsAnyInRange('1', '9');
}
