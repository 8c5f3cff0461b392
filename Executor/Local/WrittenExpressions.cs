using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>
/// Expressions that stand in a change itself and not in the query of its rows: RETURNING and what ON CONFLICT assigns. There the engine takes neither parameters nor queries,
/// and a comparison with the elements of an array is a query to it.
/// </summary>
internal static class WrittenExpressions
{
    /// <summary>The statement with an execution's parameters in them, and arrays spread.</summary>
    public static ChangeStatement In(ChangeStatement statement, EquatableArray<ConstantExpression> parameters)
    {
        var written = statement with { Returning = statement.Returning.Select(item => item with { Expression = Written(item.Expression) }).ToEquatableArray() };
        return written is InsertStatement { OnConflict: { } conflict } insert ? insert with { OnConflict = conflict.Map(Written) } : written;

        Expression Written(Expression expression) => expression.Rewrite(part => part switch
        {
            ParameterExpression parameter => ParameterSubstitution.ValueOf(parameter, parameters),
            QuantifiedArrayExpression quantified => Spread(quantified),
            _ => part,
        });
    }

    /// <summary>A comparison for each element, where these are known; ANY of none is false, ALL of none true.</summary>
    private static Expression Spread(QuantifiedArrayExpression quantified)
    {
        if (quantified.Array is ConstantExpression { Value: null }) return new ConstantExpression(null, SqlType.Boolean);
        Expression[]? elements = quantified.Array switch
        {
            ArrayExpression array => [.. array.Items],
            ConstantExpression { Value: object?[] values } array => [.. values.Select(value => new ConstantExpression(value, array.Type.ElementType))],
            _ => null,
        };
        if (elements is null) return quantified;
        var comparisons = elements.Select(Expression (element) => new ComparisonExpression(quantified.Operator, quantified.Value, element)).ToEquatableArray();
        var isAny = quantified.Quantifier == Quantifier.Any;
        return comparisons.Count switch
        {
            0 => isAny ? ConstantExpression.False : ConstantExpression.True,
            1 => comparisons[0],
            _ => new LogicalExpression(isAny ? LogicalOperator.Or : LogicalOperator.And, comparisons),
        };
    }
}
