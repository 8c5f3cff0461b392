using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// Each branch can drop the rows that would be dropped after the set operation.
/// <code>
/// Filter: u = 1            Union
///   Union          =>        Filter: a.x = 1
///     a                        a
///     b                      Filter: b.y = 1
///                              b
/// </code>
/// Equal rows pass or fail together, so this holds for INTERSECT and EXCEPT as well.
/// </summary>
public sealed class PushFilterThroughSetOperation : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode { Input: SetOperationNode operation } filter) return null;
        var columns = operation.Ids();
        List<Expression> below = [], rest = [];
        foreach (var conjunct in filter.Predicate.Conjuncts()) (!conjunct.IsVolatile() && !conjunct.HasSubquery() && conjunct.ReadsOnly(columns) ? below : rest).Add(conjunct);
        if (below.Count == 0) return null;

        var branches = operation.Branches.Select(branch =>
        {
            var positions = Substitution.Positions(operation, branch);
            return branch.Filtered([.. below.Select(conjunct => conjunct.Replace(positions))]);
        });
        return (operation with { Branches = branches.ToEquatableArray() }).Filtered(rest);
    }
}
