using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets a source that all branches come from combine them.
/// <code>
/// Union                     Remote: s
///   Remote: s a       =>      Union
///   Remote: s b                 Scan: a
///                               Scan: b
/// </code>
/// </summary>
public sealed class PushSetOperationIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node is SetOperationNode ? Fragments.Absorb(node, context).Fragment : null;
}
