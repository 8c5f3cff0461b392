using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>Small constructions with conditions.</summary>
public static class Conditions
{
    /// <summary>The plan under a filter, or as it is when there is nothing to filter by.</summary>
    public static PlanNode Filtered(this PlanNode input, IReadOnlyCollection<Expression> conjuncts) =>
        conjuncts.Count == 0 ? input : new FilterNode(input, ExpressionWalk.And(conjuncts));

    public static List<Expression> Of(Expression? condition) => condition is null ? [] : [.. condition.Conjuncts()];

    public static Expression? OrNull(IReadOnlyCollection<Expression> conjuncts) => conjuncts.Count == 0 ? null : ExpressionWalk.And(conjuncts);

    /// <summary>True when every free column of the expression is among these; one that reads no column is not.</summary>
    public static bool ReadsOnly(this Expression expression, HashSet<ColumnId> columns)
    {
        var free = FreeColumns.Of(expression);
        return free.Count > 0 && free.IsSubsetOf(columns);
    }

    /// <summary>The two columns of <c>a = b</c>, of the same kind of type, else null.</summary>
    public static (ColumnExpression Left, ColumnExpression Right)? ColumnEquality(Expression expression) =>
        expression is ComparisonExpression { Operator: ComparisonOperator.Equal, Left: ColumnExpression left, Right: ColumnExpression right } && left.Type.Kind == right.Type.Kind
            ? (left, right)
            : null;
}
