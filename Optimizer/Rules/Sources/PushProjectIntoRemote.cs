using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source compute a projection, if it can compute all of it.
/// <code>
/// Project: a + 1 AS b            Remote: s
///   Remote: s             =>       Project: a + 1 AS b
///     Scan: t                        Scan: t
/// </code>
/// A projection that must stay still has its columns pruned: only what it reads is sent.
/// </summary>
public sealed class PushProjectIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node is ProjectNode { Input: RemoteNode } project && !project.Items.Any(item => item.Expression.IsVolatile())
        ? Fragments.Absorb(project, context).Fragment
        : null;
}
