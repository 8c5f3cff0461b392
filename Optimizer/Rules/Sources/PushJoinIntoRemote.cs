using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets a source join its own tables.
/// <code>
/// Inner join: a.x = b.x          Remote: s
///   Remote: s a            =>      Inner join: a.x = b.x
///   Remote: s b                      Scan: a
///                                    Scan: b
/// </code>
/// Not when more rows would travel than without it (<see cref="JoinCost"/>).
/// </summary>
public sealed class PushJoinIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) =>
        node is JoinNode { Left: RemoteNode, Right: RemoteNode } join && JoinCost.Refuse(join, context.Settings.JoinPushdown) is null
            ? Fragments.Absorb(join, context).Fragment
            : null;
}
