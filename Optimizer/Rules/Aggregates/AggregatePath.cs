using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Aggregates;

/// <summary>
/// The way from an aggregate down to one fragment below it, past what keeps or drops whole rows of the fragment by some of its columns: joins (the fragment not
/// on the side whose missing rows are made up), filters, projections. Rows of the fragment that agree in those columns have the same fate.
/// </summary>
/// <param name="Target">The fragment.</param>
/// <param name="Needed">Its columns that are read on the way or by the groups above.</param>
/// <param name="Split">The aggregates, over the fragment's columns.</param>
internal sealed record AggregatePath(RemoteNode Target, EquatableArray<OutputColumn> Needed, IReadOnlyList<SplitAggregate> Split)
{
    /// <summary>The groups of the fragment, to be made at its source.</summary>
    public AggregateNode Groups => new(Target, Needed.Select(ProjectItem.Pass).ToEquatableArray(), Split.SelectMany(split => split.Partials).ToEquatableArray());

    /// <summary>Every fragment whose rows could be put together before this aggregate.</summary>
    public static IEnumerable<AggregatePath> Of(AggregateNode node, RuleContext context)
    {
        if (!node.GroupingSets.IsEmpty || node.Aggregates.IsEmpty || node.GroupBy.Any(item => item.Expression.IsVolatile()) || SplitAggregate.OfAll(node, context) is not { } split) yield break;
        var used = GroupKeys.Read(node.GroupBy.Select(item => item.Expression)).ToHashSet();
        foreach (var path in Below(node.Input, used, split))
        {
            if (path.Needed.IsEmpty || path.Needed.Any(column => !GroupKeys.IsFaithful(column.Type))) continue;
            if (!path.Split.SelectMany(one => one.Partials).All(item => Reads(item.Call).IsSubsetOf(path.Target.Ids()))) continue;
            yield return path;
        }
    }

    /// <summary>The plan with the fragment's groups in its place, their partial results passed up to the aggregate.</summary>
    public PlanNode Replace(PlanNode plan, RemoteNode groups)
    {
        var partials = Split.SelectMany(split => split.Partials).Select(item => item.Column).ToList();
        return Rebuild(plan, groups, partials) ?? throw new InvalidOperationException("the path's fragment is not in the plan");
    }

    private PlanNode? Rebuild(PlanNode plan, RemoteNode groups, IReadOnlyList<OutputColumn> partials)
    {
        if (ReferenceEquals(plan, Target)) return groups;
        for (var i = 0; i < plan.Inputs.Count; i++)
        {
            if (Rebuild(plan.Inputs[i], groups, partials) is not { } input) continue;
            var inputs = plan.Inputs.ToArray();
            inputs[i] = input;
            if (plan is not ProjectNode project) return plan.WithInputs(inputs.ToEquatableArray());

            // What was computed for the aggregates only is no longer there to compute from.
            var there = input.Ids();
            var kept = project.Items.Where(item => FreeColumns.Of(item.Expression).IsSubsetOf(there));
            return new ProjectNode(input, [.. kept, .. partials.Select(ProjectItem.Pass)]);
        }

        return null;
    }

    private static HashSet<ColumnId> Reads(AggregateCall call) => [.. GroupKeys.Read(call.Filter is null ? call.Arguments : [.. call.Arguments, call.Filter])];

    private static IEnumerable<AggregatePath> Below(PlanNode node, HashSet<ColumnId> used, IReadOnlyList<SplitAggregate> split)
    {
        switch (node)
        {
            case RemoteNode { Source: not (TableHandle.SystemSource or TableHandle.LocalSource) } remote:
                return [new AggregatePath(remote, remote.Output.Where(column => used.Contains(column.Id)).ToEquatableArray(), split)];
            case FilterNode filter when !filter.Predicate.IsVolatile():
                return Below(filter.Input, [.. used, .. GroupKeys.Read([filter.Predicate])], split);
            case ProjectNode project when !project.Items.Any(item => item.Expression.IsVolatile()):
                var definitions = project.Items.Definitions();
                HashSet<ColumnId> below = [.. GroupKeys.Read(project.Items.Where(item => used.Contains(item.Column.Id)).Select(item => item.Expression))];
                return Below(project.Input, below, [.. split.Select(one => one with { Partials = [.. one.Partials.Select(item => Over(item, definitions))] })]);
            case JoinNode { IsLateral: false } join when join.Condition?.IsVolatile() != true:
                HashSet<ColumnId> here = [.. used, .. GroupKeys.Read(Conditions.Of(join.Condition))];
                var left = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Left or JoinKind.Semi or JoinKind.Anti ? Below(join.Left, here, split) : [];
                var right = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right ? Below(join.Right, here, split) : [];
                return left.Concat(right);
            default: return [];
        }
    }

    private static AggregateItem Over(AggregateItem item, Dictionary<ColumnId, Expression> definitions) => item with
    {
        Call = item.Call with
        {
            Arguments = item.Call.Arguments.Select(argument => argument.Replace(definitions)).ToEquatableArray(),
            Filter = item.Call.Filter?.Replace(definitions),
        },
    };
}
