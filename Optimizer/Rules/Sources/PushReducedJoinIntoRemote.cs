using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// A join that makes too many rows to be worth sending is sent after all when what is above it leaves few of them.
/// <code>
/// Aggregate: by g                 Remote: s
///   Inner join: a.x = b.x    =>     Aggregate: by g
///     Remote: s a                     Inner join: a.x = b.x
///     Remote: s b                       Scan: a
///                                       Scan: b
/// </code>
/// The source must run all of it exactly, and the result must have fewer rows than the fragments it replaces.
/// </summary>
public sealed class PushReducedJoinIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not (AggregateNode or DistinctNode or LimitNode { Limit: ConstantExpression }) || context.Settings.JoinPushdown != JoinPushdown.Auto) return null;
        if (!IsOverJoin(node.Inputs[0]) || FreeColumns.Of(node).Count > 0) return null;
        if (Fragments.SourcesIn(node) is not [var source] || source == TableHandle.SystemSource || Fragments.Open(node, source) is not { } fragment) return null;
        var read = node.SelfAndDescendants().OfType<RemoteNode>().Sum(Estimator.Rows);
        return Estimator.Rows(fragment) <= read && FragmentJudge.Judge(fragment, context.SourceOf(source)).IsExact ? new RemoteNode(source, fragment) : null;
    }

    private static bool IsOverJoin(PlanNode node) => node is JoinNode { IsLateral: false } || (node is FilterNode or ProjectNode or SortNode && IsOverJoin(node.Inputs[0]));
}
