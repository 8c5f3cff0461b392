using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Hides <c>&lt;&gt;</c> from the engine where it stands beside <c>&lt;</c>: of EXISTS with both, its optimizer loses rows.
/// <code>
/// Filter: b.x &lt; a.x AND b.y &lt;&gt; a.y   =>   Filter: b.x &lt; a.x AND (b.y &lt;&gt; a.y) IS TRUE
/// </code>
/// Also in the conditions of semi and anti joins, which are written as EXISTS.
/// </summary>
internal static class EngineInequalities
{
    public static PlanNode Apply(PlanNode plan) => plan.RewriteDeep(node => node switch
    {
        FilterNode filter when IsMixed(filter.Predicate) => filter with { Predicate = Hidden(filter.Predicate) },
        JoinNode { Kind: JoinKind.Semi or JoinKind.Anti, Condition: { } condition } join when IsMixed(condition) => join with { Condition = Hidden(condition) },
        _ => node,
    });

    private static bool IsMixed(Expression predicate) => predicate.Conjuncts().Any(IsRange) && predicate.Conjuncts().Any(IsInequality);

    private static Expression Hidden(Expression predicate) =>
        ExpressionWalk.And(predicate.Conjuncts().Select(conjunct => IsInequality(conjunct) ? new IsBooleanExpression(conjunct, true) : conjunct).ToList());

    private static bool IsRange(Expression conjunct) => conjunct is ComparisonExpression
    {
        Operator: ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual,
    };

    private static bool IsInequality(Expression conjunct) => conjunct switch
    {
        ComparisonExpression { Operator: ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom } comparison => comparison.Left.Columns().Any() && comparison.Right.Columns().Any(),
        NotExpression { Operand: ComparisonExpression } => true,
        _ => false,
    };
}
