using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source remove duplicates.
/// <code>
/// Distinct              Remote: s
///   Remote: s     =>      Distinct
///     Scan: t               Scan: t
/// </code>
/// </summary>
public sealed class PushDistinctIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node is DistinctNode { Input: RemoteNode } ? Fragments.Absorb(node, context).Fragment : null;
}
