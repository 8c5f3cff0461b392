using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>Reaching the queries inside expressions, which are plans of their own.</summary>
public static class Subqueries
{
    public static bool HasSubquery(this Expression expression) => expression.SelfAndDescendants().Any(part => ExpressionWalk.SubqueriesOf(part) is not null);

    /// <summary>The node with each query directly inside its expressions rewritten; the same node when none changed.</summary>
    public static PlanNode MapQueries(PlanNode node, Func<PlanNode, PlanNode> map)
    {
        if (!node.Expressions().Any(HasSubquery)) return node;
        var changed = false;
        PlanNode Query(PlanNode query)
        {
            var mapped = map(query);
            changed |= !ReferenceEquals(mapped, query);
            return mapped;
        }

        var rewritten = node.MapExpressions(expression => expression.HasSubquery() ? expression.Rewrite(part => part, Query) : expression);
        return changed ? rewritten : node;
    }
}
