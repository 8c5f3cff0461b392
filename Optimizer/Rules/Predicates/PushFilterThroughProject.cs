using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// A condition on computed columns is one on what they are computed from.
/// <code>
/// Filter: s > 3                Project: x + y AS s
///   Project: x + y AS s   =>     Filter: x + y > 3
/// </code>
/// Not through volatile columns or such that are queries: they would be computed twice.
/// </summary>
public sealed class PushFilterThroughProject : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode { Input: ProjectNode project } filter || project.Items.Any(item => item.Expression.IsVolatile())) return null;
        var definitions = project.Items.Definitions();
        List<Expression> below = [], rest = [];
        foreach (var conjunct in filter.Predicate.Conjuncts())
        {
            var isCostly = conjunct.IsVolatile() || conjunct.ColumnIds().Any(id => definitions.TryGetValue(id, out var made) && made.HasSubquery());
            if (isCostly) rest.Add(conjunct);
            else below.Add(conjunct.Replace(definitions));
        }

        return below.Count == 0 ? null : (project with { Input = project.Input.Filtered(below) }).Filtered(rest);
    }
}
