using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Security;

/// <summary>
/// A security barrier is of no use where every condition of the statement is leakproof: whatever order they are asked in, nobody learns of a row that does not come out. Without
/// it the statement is planned like any other.
/// <code>
/// Filter: amount > 10                Filter: amount > 10
///   Security barrier           =>      Filter: region = 'EU'
///     Filter: region = 'EU'              Scan: orders
///       Scan: orders
/// </code>
/// </summary>
public sealed class RemoveBarriers : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context)
    {
        if (!plan.SelfAndDescendantsDeep().Any(IsBarrier) || !Leakproof.Is(plan)) return plan;
        return plan.RewriteDeep(node => IsBarrier(node) ? node.Inputs[0] : node);
    }

    private static bool IsBarrier(PlanNode node) => node is LimitNode { IsBarrier: true };
}
