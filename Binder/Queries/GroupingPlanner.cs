using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>Puts the aggregation under the select list and everything else that is computed per group.</summary>
internal static class GroupingPlanner
{
    /// <summary>The aggregation over the rows, and the HAVING condition over its columns. The level's other expressions are rewritten in place.</summary>
    public static (PlanNode Plan, Expression? Having) Plan(PlanNode rows, GroupKeys groups, Expression? having, List<TargetItem> items, Scope scope)
    {
        var level = scope.Level!;
        var inner = SetFunctionPlanner.NeededBy(groups.Keys.Select(key => key.Value), level.Sets);
        rows = SetFunctionPlanner.Join(rows, inner);
        level.Sets.RemoveAll(inner.Contains);

        var rewriter = new GroupedExpressions(groups, inner, scope);
        foreach (var argument in level.DirectArguments) rewriter.Rewrite(argument);
        foreach (var item in items) item.Expression = rewriter.RewriteItem(item.Expression);
        having = having is null ? null : rewriter.Rewrite(having);
        for (var i = 0; i < level.Sets.Count; i++) level.Sets[i] = level.Sets[i] with { Call = (CallExpression)rewriter.Rewrite(level.Sets[i].Call) };
        var windows = ((WindowNode)new WindowNode(rows, level.Windows.ToEquatableArray()).MapExpressions(rewriter.Rewrite)).Windows;
        level.Windows.Clear();
        level.Windows.AddRange(windows);
        return (rewriter.Aggregate(rows), having);
    }
}
