using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>The conditions of the parts of a table: every row, whatever is in it, fulfils exactly one of them.</summary>
internal static class PartitionConditions
{
    /// <summary>Below the first bound, from each bound to the next, from the last one on. Nulls are in the last part.</summary>
    public static IReadOnlyList<Expression> Ranges(Expression column, EquatableArray<ConstantExpression> bounds)
    {
        Expression Below(int bound) => new ComparisonExpression(ComparisonOperator.Less, column, bounds[bound]);
        Expression From(int bound) => new ComparisonExpression(ComparisonOperator.GreaterOrEqual, column, bounds[bound]);
        return
        [
            Below(0),
            .. Enumerable.Range(1, bounds.Count - 1).Select(bound => ExpressionWalk.And([From(bound - 1), Below(bound)])),
            OrNull(column, From(bounds.Count - 1)),
        ];
    }

    /// <summary>What has one of the values of each list, and what has none. Nulls are in the last part.</summary>
    public static IReadOnlyList<Expression> Lists(Expression column, EquatableArray<EquatableArray<ConstantExpression>> lists)
    {
        InListExpression In(IEnumerable<ConstantExpression> values, bool isNegated) => new(column, values.Select(value => (Expression)value).ToEquatableArray(), isNegated);
        return [.. lists.Select(list => In(list, isNegated: false)), OrNull(column, In(lists.SelectMany(list => list), isNegated: true))];
    }

    private static LogicalExpression OrNull(Expression column, Expression condition) => new(LogicalOperator.Or, [condition, new IsNullExpression(column)]);
}
