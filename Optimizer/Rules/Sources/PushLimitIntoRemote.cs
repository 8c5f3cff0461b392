using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source stop early. Over a sort the source does itself this is a top-n.
/// <code>
/// Limit: 5              Remote: s
///   Remote: s     =>      Limit: 5
///     Scan: t               Scan: t
/// </code>
/// A source without OFFSET sends the rows to be skipped as well, and they are skipped here.
/// </summary>
public sealed class PushLimitIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not LimitNode { Input: RemoteNode remote } limit) return null;
        if (Fragments.Absorb(limit, context).Fragment is { } fragment) return fragment;
        if (limit is not { WithTies: false, Limit: ConstantExpression { Value: long count }, Offset: ConstantExpression { Value: long skipped } }) return null;
        if (count > long.MaxValue - skipped || remote.Fragment is LimitNode) return null;
        var all = new LimitNode(remote, new ConstantExpression(count + skipped, SqlType.Int8), null);
        return Fragments.Absorb(all, context).Fragment is { } longer ? limit with { Input = longer } : null;
    }
}
