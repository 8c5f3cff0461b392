using FederationGateway.Adapters.Abstractions;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Optimizer.Rules.Aggregates;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Reasons;

/// <summary>Says of every operator outside the fragments why it is there, by asking the judge about it once more.</summary>
internal sealed class LocalReasons(RuleContext context)
{
    private readonly Dictionary<PlanNode, IReadOnlyList<PushdownRefusal>> _refusals = new(ReferenceEqualityComparer.Instance);

    public static IReadOnlyDictionary<PlanNode, IReadOnlyList<PushdownRefusal>> Of(PlanNode plan, RuleContext context)
    {
        var reasons = new LocalReasons(context);
        foreach (var node in plan.SelfAndDescendantsWithUploads())
        {
            if (node.Inputs.IsEmpty) continue;
            var found = reasons.Of(node).ToList();
            if (context.WhyNotRelocated(node) is { } refusal && !found.Exists(known => known.Message == refusal.Message)) found.Add(refusal);
            if (found.Count > 0) reasons._refusals[node] = found;
        }

        return reasons._refusals;
    }

    private IEnumerable<PushdownRefusal> Of(PlanNode node)
    {
        if (!context.Settings.Pushdown) return [new PushdownRefusal(RefusalCode.PushdownOff, "the setting pushdown is off")];
        if (node is FilterNode { Input: RemoteNode remote } filter) return filter.Predicate.Conjuncts().SelectMany(conjunct => OfCondition(remote, conjunct));
        if (node is JoinNode { Left: RemoteNode left, Right: RemoteNode right } join && left.Source == right.Source && JoinCost.Refuse(join, context.Settings.JoinPushdown) is { } cost) return [cost];
        if (node.Expressions().FirstOrDefault(PlanColumns.IsVolatile) is { } changing)
        {
            return changing.SelfAndDescendants().Any(part => part is CallExpression { Function: var function } && function == FunctionReference.RequireRow)
                ? [FunctionReference.RequireRow.WhyNotPushed("")]
                : [new PushdownRefusal(RefusalCode.VolatileFunction, $"{changing} gives another answer at each call") { Cause = "a function gives another answer at each call" }];
        }

        IEnumerable<PushdownRefusal> whole = Fragments.Absorb(node, context).Refusal is { } refusal ? [refusal] : [];
        var partly = node is AggregateNode aggregate ? PushPartialAggregateIntoRemote.Refuse(aggregate, context) ?? PushPartialAggregateThroughUnion.Refuse(aggregate, context) : null;
        return partly is null ? whole : whole.Append(partly);
    }

    private IEnumerable<PushdownRefusal> OfCondition(RemoteNode remote, Expression conjunct)
    {
        var source = context.SourceOf(remote.Source);
        if (Fragments.Open(conjunct, remote.Source) is not { } condition) return [Named(Fragments.OtherSource(new FilterNode(remote, conjunct), remote.Source), conjunct)];
        var verdict = FragmentJudge.JudgeCondition(remote.Fragment, condition, source);
        if (verdict.Pushdown == Pushdown.Superset) return [new PushdownRefusal(RefusalCode.SupersetRecheck, $"{conjunct} is sent and checked again: {verdict.Refusal?.Message}") { Cause = verdict.Refusal?.Cause ?? "" }];
        if (verdict.Pushdown == Pushdown.Exact) verdict = FragmentJudge.Judge(new FilterNode(remote.Fragment, condition), source);
        return verdict.Refusal is { } refusal ? [Named(refusal, conjunct)] : [];
    }

    // The cause stays what it is without the condition.
    private static PushdownRefusal Named(PushdownRefusal refusal, Expression conjunct) => refusal with { Message = $"{conjunct}: {refusal.Message}" };
}
