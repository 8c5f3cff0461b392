using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// WITH and lateral joins are sent whole or not at all: their parts refer to each other and are nothing on their own.
/// <code>
/// With: w = q                Remote: s
///   Remote: s q        =>      With: w = q
///   CTE scan: w                  CTE scan: w
/// </code>
/// </summary>
public sealed class PushWholeIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not (WithNode or JoinNode { IsLateral: true }) || FreeColumns.Of(node).Count > 0) return null;
        if (Fragments.SourcesIn(node) is not [var source] || Fragments.Open(node, source) is not { } fragment) return null;
        return FragmentJudge.Judge(fragment, context.SourceOf(source)).IsExact ? new RemoteNode(source, fragment) : null;
    }
}
