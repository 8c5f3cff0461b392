using FederationGateway.Adapters.Abstractions;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Lets the source evaluate the conditions it evaluates exactly as we would.
/// <code>
/// Filter: p AND q            Filter: q
///   Remote: s          =>      Remote: s
///     Scan: t                    Filter: p
///                                  Scan: t
/// </code>
/// q stays: a condition leaves this side only when the source's answer is exact. One it answers more loosely is sent, so that fewer rows travel, and checked again
/// here. Equalities are offered first, for sources that take few conditions.
/// </summary>
public sealed class PushFilterIntoRemote : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode { Input: RemoteNode remote } filter) return null;
        var source = context.SourceOf(remote.Source);
        var conjuncts = filter.Predicate.Conjuncts().ToList();
        List<Expression> sent = [.. SentBefore(remote.Fragment)], remaining = [.. conjuncts];
        var fragment = remote.Fragment;
        foreach (var conjunct in conjuncts.OrderBy(Rank))
        {
            if (sent.Contains(conjunct) || Fragments.Open(conjunct, remote.Source) is not { } condition) continue;
            var verdict = FragmentJudge.JudgeCondition(fragment, condition, source);
            if (verdict.Pushdown == Pushdown.Never) continue;
            var wider = new FilterNode(fragment, condition);

            // Beside the conditions that are there already it may be too much; where there are none it has just been judged.
            if (HasFilters(fragment) && FragmentJudge.Judge(wider, source).Pushdown == Pushdown.Never) continue;
            fragment = wider;
            if (verdict.IsExact) remaining.Remove(conjunct);
        }

        return ReferenceEquals(fragment, remote.Fragment) ? null : (remote with { Fragment = Merged(fragment) }).Filtered(remaining);
    }

    private static bool HasFilters(PlanNode fragment) => fragment is FilterNode || (fragment is ProjectNode project && HasFilters(project.Input));

    private static int Rank(Expression conjunct) => conjunct switch
    {
        ComparisonExpression { Operator: ComparisonOperator.Equal } => 0,
        InListExpression { IsNegated: false } => 1,
        _ when conjunct.HasSubquery() => 3,
        _ => 2,
    };

    private static IEnumerable<Expression> SentBefore(PlanNode fragment) => fragment is FilterNode filter ? [.. filter.Predicate.Conjuncts(), .. SentBefore(filter.Input)] : [];

    private static PlanNode Merged(PlanNode fragment) => fragment is FilterNode { Input: FilterNode below } filter
        ? Merged(new FilterNode(below.Input, ExpressionWalk.And([.. below.Predicate.Conjuncts(), .. filter.Predicate.Conjuncts()])))
        : fragment;
}
