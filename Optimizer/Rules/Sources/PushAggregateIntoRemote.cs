using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source group and aggregate: only the groups travel.
/// <code>
/// Aggregate: by g · sum(x)          Remote: s
///   Remote: s                =>       Aggregate: by g · sum(x)
///     Scan: t                           Scan: t
/// </code>
/// All or nothing, and only over rows the source has filtered exactly: a condition checked here stands between the two and stops it.
/// </summary>
public sealed class PushAggregateIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node is AggregateNode { Input: RemoteNode } ? Fragments.Absorb(node, context).Fragment : null;
}
