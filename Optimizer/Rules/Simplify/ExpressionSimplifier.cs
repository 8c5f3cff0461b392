using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// Says the same in fewer and plainer words. Every rewriting holds in SQL's three-valued logic and never makes an expression fail that did not;
/// it may drop an operand that would have failed, as PostgreSQL does.
/// </summary>
internal static class ExpressionSimplifier
{
    private static readonly ConstantExpression UnknownTruth = ConstantExpression.Null(SqlType.Boolean);

    /// <param name="notNull">The columns known to be never null.</param>
    public static Expression Simplify(Expression expression, HashSet<ColumnId> notNull) => expression.Rewrite(part => Node(part, notNull));

    private static Expression Node(Expression expression, HashSet<ColumnId> notNull) => expression switch
    {
        LogicalExpression logical => BooleanLogic.Simplify(logical),
        NotExpression not => BooleanLogic.Negate(not.Operand),
        ComparisonExpression { Operator: not (ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom) } comparison
            when IsNull(comparison.Left) || IsNull(comparison.Right) => UnknownTruth,
        IsNullExpression isNull when Nullability.IsNotNull(isNull.Operand, notNull) => isNull.IsNegated ? ConstantExpression.True : ConstantExpression.False,
        IsNullExpression isNull when IsNull(isNull.Operand) => isNull.IsNegated ? ConstantExpression.False : ConstantExpression.True,
        IsBooleanExpression { Operand: ConstantExpression constant } isBoolean =>
            (constant.Value is bool value && value == isBoolean.Value) != isBoolean.IsNegated ? ConstantExpression.True : ConstantExpression.False,
        InListExpression { Items.Count: 1 } inList =>
            Node(new ComparisonExpression(inList.IsNegated ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, inList.Value, inList.Items[0]), notNull),
        QuantifiedArrayExpression quantified => ToInList(quantified),
        CaseExpression @case => Case(@case),
        CastExpression cast when cast.Operand.Type == cast.TargetType => cast.Operand,
        _ => expression,
    };

    private static bool IsNull(Expression expression) => expression is ConstantExpression { Value: null };

    /// <summary><c>x = ANY (array of known items)</c> is <c>x IN (items)</c>, <c>x &lt;&gt; ALL</c> is NOT IN.</summary>
    private static Expression ToInList(QuantifiedArrayExpression quantified)
    {
        var isIn = quantified is { Operator: ComparisonOperator.Equal, Quantifier: Quantifier.Any };
        if (!isIn && quantified is not { Operator: ComparisonOperator.NotEqual, Quantifier: Quantifier.All }) return quantified;
        IEnumerable<Expression>? items = quantified.Array switch
        {
            ArrayExpression array => array.Items,
            ConstantExpression { Value: object?[] values } constant => values.Select(value => new ConstantExpression(value, constant.Type.ElementType)),
            _ => null,
        };
        return items?.ToEquatableArray() is { IsEmpty: false } list ? new InListExpression(quantified.Value, list, !isIn) : quantified;
    }

    private static Expression Case(CaseExpression @case)
    {
        var branches = new List<CaseBranch>();
        foreach (var branch in @case.Branches)
        {
            if (branch.Condition is ConstantExpression { Value: null or false }) continue;
            if (branch.Condition is ConstantExpression { Value: true })
                return branches.Count == 0 ? branch.Result : @case with { Branches = branches.ToEquatableArray(), Else = branch.Result };
            branches.Add(branch);
        }

        if (branches.Count == 0) return @case.Else ?? ConstantExpression.Null(@case.ResultType);
        return branches.Count == @case.Branches.Count ? @case : @case with { Branches = branches.ToEquatableArray() };
    }
}
