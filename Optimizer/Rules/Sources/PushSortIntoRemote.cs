using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source sort, if its order is ours for these keys.
/// <code>
/// Sort: x               Remote: s
///   Remote: s     =>      Sort: x
///     Scan: t               Scan: t
/// </code>
/// An order that turns out to be of no use to the source is taken back at the end (<see cref="RestoreOrder"/>).
/// </summary>
public sealed class PushSortIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node is SortNode { Input: RemoteNode } ? Fragments.Absorb(node, context).Fragment : null;
}
