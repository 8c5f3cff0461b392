using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>
/// Rows compare item by item: <c>(a, b) = (c, d)</c> is <c>a = c AND b = d</c>, <c>(a, b) &lt; (c, d)</c> is <c>a &lt; c OR (a = c AND b &lt; d)</c>, which is null
/// exactly where PostgreSQL's row comparison is.
/// </summary>
internal static class RowComparison
{
    public static Expression Bind(ComparisonOperator op, RowExpression left, RowExpression right, OperatorBinder operators, int? position)
    {
        if (left.Items.Count != right.Items.Count) throw new GatewayException(SqlState.SyntaxError, "unequal number of entries in row expressions") { Position = position };
        if (left.Items.IsEmpty) throw new GatewayException(SqlState.FeatureNotSupported, "cannot compare rows of zero length") { Position = position };
        if (left.IsWhole || right.IsWhole) return BindWhole(op, left, right, operators, position);
        var pairs = left.Items.Zip(right.Items).ToArray();
        switch (op)
        {
            case ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom:
                return Join(LogicalOperator.And, pairs.Select(pair => operators.Compare(op, pair.First, pair.Second, position)));
            case ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom:
                return Join(LogicalOperator.Or, pairs.Select(pair => operators.Compare(op, pair.First, pair.Second, position)));
        }

        var strict = op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual ? ComparisonOperator.Less : ComparisonOperator.Greater;
        var result = operators.Compare(op, pairs[^1].First, pairs[^1].Second, position);
        for (var i = pairs.Length - 2; i >= 0; i--)
        {
            var equal = operators.Compare(ComparisonOperator.Equal, pairs[i].First, pairs[i].Second, position);
            result = Join(LogicalOperator.Or, [operators.Compare(strict, pairs[i].First, pairs[i].Second, position), Join(LogicalOperator.And, [equal, result])]);
        }

        return result;
    }

    // A whole row is one value: NULLs in it are equal to each other, and greater than anything else.
    private static Expression BindWhole(ComparisonOperator op, RowExpression left, RowExpression right, OperatorBinder operators, int? position)
    {
        if (left.IsOptional || right.IsOptional) throw GatewayException.Unsupported("comparing a whole row that an outer join may leave out");
        var pairs = left.Items.Zip(right.Items, (first, second) => (ComparisonExpression)operators.Compare(ComparisonOperator.IsNotDistinctFrom, first, second, position)).ToArray();
        return op switch
        {
            ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom => Join(LogicalOperator.And, pairs),
            ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom => new NotExpression(Join(LogicalOperator.And, pairs)),
            _ => new ComparisonExpression(op, RowKeys.Of(pairs.Select(pair => pair.Left).ToEquatableArray()), RowKeys.Of(pairs.Select(pair => pair.Right).ToEquatableArray())),
        };
    }

    private static Expression Join(LogicalOperator op, IEnumerable<Expression> operands)
    {
        var items = operands.ToEquatableArray();
        return items.Count == 1 ? items[0] : new LogicalExpression(op, items);
    }
}
