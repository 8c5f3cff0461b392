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
        HashSet<Expression> sent = [.. SentBefore(remote.Fragment)];
        List<Candidate> candidates = [];
        foreach (var conjunct in conjuncts.OrderBy(Rank))
        {
            if (sent.Contains(conjunct) || Fragments.Open(conjunct, remote.Source) is not { } condition) continue;
            var verdict = FragmentJudge.JudgeCondition(remote.Fragment, condition, source);
            if (verdict.Pushdown != Pushdown.Never) candidates.Add(new Candidate(conjunct, condition, verdict.IsExact));
        }

        var taken = Taken(remote.Fragment, candidates, source);
        if (taken.Count == 0) return null;
        HashSet<Expression> done = new(taken.Where(candidate => candidate.IsExact).Select(candidate => candidate.Conjunct), ReferenceEqualityComparer.Instance);
        return (remote with { Fragment = With(remote.Fragment, taken) }).Filtered([.. conjuncts.Where(conjunct => !done.Contains(conjunct))]);
    }

    /// <summary>
    /// The conditions the source takes together. Beside others, and beside those that are there already, one may be too much; only then are they tried one after
    /// another, which for many conditions takes the square of their number.
    /// </summary>
    private static List<Candidate> Taken(PlanNode fragment, List<Candidate> candidates, SourceProfile source)
    {
        if (candidates.Count == 0 || Fits(fragment, candidates, source)) return candidates;
        List<Candidate> taken = [];
        foreach (var candidate in candidates)
            if (Fits(fragment, [.. taken, candidate], source)) taken.Add(candidate);
        return taken;
    }

    // A single condition where there are none has just been judged.
    private static bool Fits(PlanNode fragment, List<Candidate> candidates, SourceProfile source) =>
        (candidates.Count == 1 && !HasFilters(fragment)) || FragmentJudge.Judge(With(fragment, candidates), source).Pushdown != Pushdown.Never;

    private static FilterNode With(PlanNode fragment, List<Candidate> candidates)
    {
        var conditions = candidates.Select(candidate => candidate.Condition);
        return fragment is FilterNode below
            ? new FilterNode(below.Input, ExpressionWalk.And([.. below.Predicate.Conjuncts(), .. conditions]))
            : new FilterNode(fragment, ExpressionWalk.And([.. conditions]));
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

    private sealed record Candidate(Expression Conjunct, Expression Condition, bool IsExact);
}
