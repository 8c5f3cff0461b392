using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Aggregates;

/// <summary>
/// Lets the sources behind the branches of a UNION ALL put their rows together, in partial aggregates that are put together here.
/// <code>
/// Aggregate: by g · count(*)          Project: g, cast(sum) AS count
///   Union all                  =>       Aggregate: by g · sum(partial) AS sum
///     Remote: s1 a                        Union all
///     Remote: s2 b                          Remote: s1
///                                             Aggregate: by g · count(*) AS partial
///                                               Scan: a
///                                           Remote: s2
///                                             …
/// </code>
/// Only when every branch is a fragment whose source may make the groups, only aggregates that split exactly (<see cref="SplitAggregate"/>), and only where it
/// makes far fewer rows travel (<see cref="PartialAggregateCost"/>).
/// </summary>
public sealed class PushPartialAggregateThroughUnion : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context)
    {
        var inputs = plan.Inputs.Select(input => Run(input, context)).ToArray();
        var changed = inputs.Where((input, index) => !ReferenceEquals(input, plan.Inputs[index])).Any();
        var node = Subqueries.MapQueries(changed ? plan.WithInputs(inputs.ToEquatableArray()) : plan, query => Run(query, context));
        return node is AggregateNode aggregate && Split(aggregate, context) is { Refusal: null, Plan: { } split } ? split : node;
    }

    /// <summary>Why rows are not put together first although they could be; null when they are, or cannot be.</summary>
    internal static PushdownRefusal? Refuse(AggregateNode aggregate, RuleContext context) =>
        aggregate.Input is SetOperationNode union && union.Branches.Any(branch => branch is RemoteNode { Fragment: AggregateNode }) ? null : Split(aggregate, context).Refusal;

    private static (PlanNode? Plan, PushdownRefusal? Refusal) Split(AggregateNode aggregate, RuleContext context)
    {
        if (aggregate is not { GroupingSets.IsEmpty: true, Aggregates.IsEmpty: false, Input: SetOperationNode { Kind: SetOperationKind.Union, IsAll: true } union }) return default;
        var keys = aggregate.GroupBy.Select(item => item.Expression).ToList();
        if (keys.Any(key => !GroupKeys.IsFaithful(key.Type) || key.IsVolatile() || key.HasSubquery()) || SplitAggregate.OfAll(aggregate, context) is not { } split) return default;

        var branches = new List<PlanNode>();
        PushdownRefusal? refusal = null;
        foreach (var branch in union.Branches)
        {
            if (branch is not RemoteNode remote) return default;
            var groups = Groups(aggregate, remote, Substitution.Positions(union, branch), split, context);
            if (FreeColumns.Of(groups).Count > 0 || Fragments.Absorb(groups, context).Fragment is not { } fragment) return default;
            refusal ??= PartialAggregateCost.Refuse(groups, remote.Source, context.Settings);
            branches.Add(fragment);
        }

        if (refusal is not null) return (null, refusal);
        var partials = split.SelectMany(one => one.Partials).Select(item => item.Column).ToList();
        var groupColumns = aggregate.GroupBy.Select(item => context.NewColumn(item.Column.Name, item.Column.Type, item.Column.IsNullable)).ToList();
        var all = new SetOperationNode(SetOperationKind.Union, IsAll: true, branches.ToEquatableArray(), [.. groupColumns, .. partials]);
        var by = aggregate.GroupBy.Select((item, index) => new ProjectItem(item.Column, groupColumns[index].ToExpression())).ToEquatableArray();
        var finals = new AggregateNode(all, by, split.SelectMany(one => one.Finals).ToEquatableArray());
        return (new ProjectNode(finals, [.. aggregate.GroupBy.Select(item => ProjectItem.Pass(item.Column)), .. split.Select(one => new ProjectItem(one.Item.Column, one.Value))]), null);
    }

    /// <summary>The aggregate's groups and partial results over one branch, under ids of their own.</summary>
    private static AggregateNode Groups(AggregateNode aggregate, RemoteNode branch, Dictionary<ColumnId, Expression> columns, IReadOnlyList<SplitAggregate> split, RuleContext context)
    {
        var by = aggregate.GroupBy.Select(item => new ProjectItem(context.NewColumn(item.Column.Name, item.Column.Type, item.Column.IsNullable), item.Expression.Replace(columns)));
        var partials = split.SelectMany(one => one.Partials).Select(item => new AggregateItem(
            context.NewColumn(item.Column.Name, item.Column.Type),
            item.Call with { Arguments = item.Call.Arguments.Select(argument => argument.Replace(columns)).ToEquatableArray(), Filter = item.Call.Filter?.Replace(columns) }));
        return new AggregateNode(branch, by.ToEquatableArray(), partials.ToEquatableArray());
    }
}
