using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Aggregates;

/// <summary>
/// Lets a source put its rows together before they are joined or filtered here, or grouped by what it cannot compute: by the columns that are needed here, in
/// partial aggregates that are put together after that.
/// <code>
/// Aggregate: by b.g · sum(a.v)          Project: g, cast(sum) AS sum
///   Inner join: a.k = b.k        =>       Aggregate: by b.g · sum(partial) AS sum
///     Remote: s1 a                          Inner join: a.k = b.k
///     Remote: s2 b                            Remote: s1
///                                               Aggregate: by a.k · sum(a.v) AS partial
///                                                 Scan: a
///                                             Remote: s2 b
/// </code>
/// Each row of a would have met the same rows of b as all others with its k: their sum meets them once. Only aggregates that split exactly
/// (<see cref="SplitAggregate"/>), only by keys whose equal values look the same, only where it makes far fewer rows travel (<see cref="PartialAggregateCost"/>).
/// </summary>
public sealed class PushPartialAggregateIntoRemote : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context)
    {
        var inputs = plan.Inputs.Select(input => Run(input, context)).ToArray();
        var changed = inputs.Where((input, index) => !ReferenceEquals(input, plan.Inputs[index])).Any();
        var node = Subqueries.MapQueries(changed ? plan.WithInputs(inputs.ToEquatableArray()) : plan, query => Run(query, context));
        return node is AggregateNode aggregate ? Split(aggregate, context) ?? node : node;
    }

    /// <summary>Why rows are not put together first although they could be; null when they are, or cannot be.</summary>
    internal static PushdownRefusal? Refuse(AggregateNode aggregate, RuleContext context)
    {
        if (!aggregate.Input.SelfAndDescendants().Any(node => node is JoinNode)) return null;
        var candidates = Candidates(aggregate, context).ToList();
        if (candidates.Any(candidate => IsGrouped(candidate.Path)) || candidates.Any(candidate => candidate.Refusal is null)) return null;
        return candidates.FirstOrDefault().Refusal;
    }

    private static ProjectNode? Split(AggregateNode aggregate, RuleContext context)
    {
        var best = Candidates(aggregate, context).Where(candidate => candidate.Refusal is null).OrderByDescending(candidate => candidate.Saved).FirstOrDefault();
        if (best.Path is not { } path) return null;
        var finals = new AggregateNode(path.Replace(aggregate.Input, best.Groups), aggregate.GroupBy, path.Split.SelectMany(split => split.Finals).ToEquatableArray());
        return new ProjectNode(finals, [.. aggregate.GroupBy.Select(item => ProjectItem.Pass(item.Column)), .. path.Split.Select(split => new ProjectItem(split.Item.Column, split.Value))]);
    }

    private static IEnumerable<(AggregatePath Path, RemoteNode Groups, PushdownRefusal? Refusal, double Saved)> Candidates(AggregateNode aggregate, RuleContext context)
    {
        foreach (var path in AggregatePath.Of(aggregate, context))
        {
            if (Fragments.Absorb(path.Groups, context).Fragment is not { } groups) continue;
            var refusal = PartialAggregateCost.Refuse(path.Groups, path.Target.Source, context.Settings);
            var saved = TransferCost.Rows(Estimator.Rows(path.Target), path.Target) - TransferCost.Rows(Estimator.Rows(groups), groups);
            yield return (path, groups, refusal, saved);
        }
    }

    /// <summary>True when the fragment has one row for each value of the needed columns already.</summary>
    private static bool IsGrouped(AggregatePath path) =>
        path.Target.Fragment is AggregateNode groups && groups.GroupBy.Select(item => item.Column.Id).ToHashSet().SetEquals(path.Needed.Select(column => column.Id));
}
