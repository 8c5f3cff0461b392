using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Hides <c>IS NOT DISTINCT FROM</c> from the engine where a column of it is also in another equality: when that column is an enclosing row's, its optimizer fails.
/// <code>
/// Filter: b.x = a.x AND b.y IS NOT DISTINCT FROM a.x   =>   Filter: b.x = a.x AND (b.y IS NOT DISTINCT FROM a.x) IS TRUE
/// </code>
/// Also in the conditions of semi and anti joins, which are written as EXISTS.
/// </summary>
internal static class EngineDistinctions
{
    public static PlanNode Apply(PlanNode plan) => plan.RewriteDeep(node => node switch
    {
        FilterNode filter when Hidden(filter.Predicate) is { } hidden => filter with { Predicate = hidden },
        JoinNode { Kind: JoinKind.Semi or JoinKind.Anti, Condition: { } condition } join when Hidden(condition) is { } hidden => join with { Condition = hidden },
        _ => node,
    });

    private static Expression? Hidden(Expression predicate)
    {
        var conjuncts = predicate.Conjuncts().ToList();
        var shared = conjuncts.Where(IsEquality).SelectMany(conjunct => conjunct.Columns().Select(column => column.Id).Distinct()).CountBy(id => id).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
        bool IsHidden(Expression conjunct) => conjunct is ComparisonExpression { Operator: ComparisonOperator.IsNotDistinctFrom } && conjunct.Columns().Any(column => shared.Contains(column.Id));
        return conjuncts.Exists(IsHidden) ? ExpressionWalk.And(conjuncts.Select(conjunct => IsHidden(conjunct) ? new IsBooleanExpression(conjunct, true) : conjunct).ToList()) : null;
    }

    private static bool IsEquality(Expression conjunct) => conjunct is ComparisonExpression { Operator: ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom };
}
