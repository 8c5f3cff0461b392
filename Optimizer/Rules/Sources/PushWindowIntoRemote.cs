using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source compute window functions its dialect can write.
/// <code>
/// Window: rank()           Remote: s
///   Remote: s        =>      Window: rank()
///     Scan: t                  Scan: t
/// </code>
/// </summary>
public sealed class PushWindowIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node is WindowNode { Input: RemoteNode } ? Fragments.Absorb(node, context).Fragment : null;
}
