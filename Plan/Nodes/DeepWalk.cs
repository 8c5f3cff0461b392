namespace FederationGateway.Plan;

/// <summary>Traversals that also enter the queries inside expressions; the fragments of <see cref="RemoteNode"/>s stay closed.</summary>
public static class DeepWalk
{
    /// <summary>The node, everything below it, and the same for each query inside an expression.</summary>
    public static IEnumerable<PlanNode> SelfAndDescendantsDeep(this PlanNode plan)
    {
        foreach (var node in plan.SelfAndDescendants())
        {
            yield return node;
            foreach (var expression in node.Expressions().SelectMany(expression => expression.SelfAndDescendants()))
            {
                if (ExpressionWalk.SubqueriesOf(expression) is not { } query) continue;
                foreach (var inner in query.SelfAndDescendantsDeep()) yield return inner;
            }
        }
    }

    /// <summary>As <see cref="SelfAndDescendantsDeep"/>, the plans of rows that fragments have uploaded included: everything that runs when all goes as planned.</summary>
    public static IEnumerable<PlanNode> SelfAndDescendantsWithUploads(this PlanNode plan)
    {
        foreach (var node in plan.SelfAndDescendantsDeep())
        {
            yield return node;
            if (node is not RemoteNode { Relocation: { } relocation }) continue;
            foreach (var inner in relocation.Uploads.SelectMany(upload => upload.Input.SelfAndDescendantsWithUploads())) yield return inner;
        }
    }

    /// <summary>Rebuilds bottom up, queries inside expressions included; <paramref name="rewriteExpression"/> is applied to every expression on the way.</summary>
    public static PlanNode RewriteDeep(this PlanNode plan, Func<PlanNode, PlanNode> rewriteNode, Func<Expression, Expression>? rewriteExpression = null) =>
        plan.Rewrite(node => rewriteNode(node.MapExpressions(
            expression => expression.Rewrite(rewriteExpression ?? (same => same), query => query.RewriteDeep(rewriteNode, rewriteExpression)))));
}
