using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// An unconstrained numeric that is one of several decimals, seen as a decimal wide enough for all and the number of digits the value shows: what is summed as
/// fast as a decimal and still prints the scale PostgreSQL prints. <c>CASE WHEN p THEN price * (1 - discount) ELSE 0 END</c> is 0 or 12.3400, never 0.0000.
/// </summary>
internal sealed record ScaledNumeric(Expression Value, Expression Scale)
{
    /// <summary>Null when the expression is not a choice between decimals, or no decimal holds them all.</summary>
    public static ScaledNumeric? Of(Expression expression)
    {
        if (!expression.Type.IsUnconstrainedNumeric) return null;
        var choices = ChoicesOf(expression).ToArray();
        if (choices.Length < 2 || !Array.TrueForAll(choices, choice => choice.IsDecimal)) return null;
        var scale = choices.Max(choice => choice.Scale);
        var precision = choices.Max(choice => choice.Length - choice.Scale) + scale;
        if (precision > SqlType.MaxDecimalPrecision) return null;
        var type = SqlType.Numeric(precision, scale);
        return new ScaledNumeric(Map(expression, type, choice => ToDecimal(choice, type)), Map(expression, SqlType.Int4, ScaleOf));
    }

    private static IEnumerable<SqlType> ChoicesOf(Expression expression) => expression switch
    {
        CaseExpression @case => @case.Branches.Select(branch => branch.Result).Concat(@case.Else is null ? [] : [@case.Else]).SelectMany(ChoicesOf),
        CastExpression { IsExplicit: false, Operand: { Type.IsDecimal: true } decimalValue } => [decimalValue.Type],
        ConstantExpression { Value: string digits } => [DecimalOf(digits)],
        ConstantExpression { Value: null } => [SqlType.Numeric(1, 0)],
        _ => [expression.Type],
    };

    private static Expression Map(Expression expression, SqlType type, Func<Expression, Expression> map) => expression is CaseExpression @case
        ? new CaseExpression(@case.Branches.Select(branch => branch with { Result = Map(branch.Result, type, map) }).ToEquatableArray(), @case.Else is null ? null : Map(@case.Else, type, map), type)
        : map(expression);

    private static Expression ToDecimal(Expression choice, SqlType type) => choice switch
    {
        CastExpression cast => new CastExpression(cast.Operand, type),
        ConstantExpression { Value: string digits } => new CastExpression(new ConstantExpression(digits, DecimalOf(digits)), type),
        _ => ConstantExpression.Null(type),
    };

    private static ConstantExpression ScaleOf(Expression choice) => choice switch
    {
        CastExpression cast => new ConstantExpression(cast.Operand.Type.Scale, SqlType.Int4),
        ConstantExpression { Value: string digits } => new ConstantExpression(DecimalOf(digits).Scale, SqlType.Int4),
        _ => ConstantExpression.Null(SqlType.Int4),
    };

    private static SqlType DecimalOf(string digits)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        var count = digits.Count(char.IsAsciiDigit);
        return count is > 0 and <= SqlType.MaxDecimalPrecision && char.IsAsciiDigit(digits[^1]) ? SqlType.Numeric(Math.Max(count, 1), scale) : SqlType.UnconstrainedNumeric;
    }
}
