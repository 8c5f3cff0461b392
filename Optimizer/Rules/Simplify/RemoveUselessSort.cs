using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// Nobody sees in which order rows enter a join, a set operation, a grouping or another sort.
/// <code>
/// Aggregate: sum(x)            Aggregate: sum(x)
///   Sort: y              =>      Scan: t
///     Scan: t
/// </code>
/// An aggregate whose result depends on the order (array_agg …) takes the keys over as its own, since people rely on that.
/// </summary>
public sealed class RemoveUselessSort : IRewriteRule
{
    private static readonly HashSet<string> OrderSensitive =
        ["array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg", "first", "last", "list"];

    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is AggregateNode aggregate) return WithOrderedCalls(aggregate);
        if (node is not (JoinNode or SetOperationNode or SortNode or DistinctNode)) return null;
        var inputs = node.Inputs.Select(WithoutSort).ToArray();
        for (var i = 0; i < inputs.Length; i++)
            if (!ReferenceEquals(inputs[i], node.Inputs[i])) return node.WithInputs(inputs.ToEquatableArray());
        return null;
    }

    private static AggregateNode? WithOrderedCalls(AggregateNode aggregate)
    {
        if (KeysOf(aggregate.Input) is not { } keys) return null;
        var visible = aggregate.Input.Ids();
        var items = aggregate.Aggregates;
        if (items.Any(item => OrderSensitive.Contains(item.Call.Function.Name)))
        {
            if (!keys.Select(key => key.Expression).ColumnIds().All(visible.Contains)) return null;
            items = items.Select(item => TakesOrder(item.Call) ? item with { Call = item.Call with { OrderBy = keys } } : item).ToEquatableArray();
        }

        return aggregate with { Input = WithoutSort(aggregate.Input), Aggregates = items };
    }

    private static bool TakesOrder(AggregateCall call) =>
        OrderSensitive.Contains(call.Function.Name) && call is { OrderBy.IsEmpty: true, IsWithinGroup: false, IsDistinct: false };

    private static EquatableArray<SortKey>? KeysOf(PlanNode node) => node switch
    {
        SortNode sort => sort.Keys,
        ProjectNode project => KeysOf(project.Input),
        FilterNode filter => KeysOf(filter.Input),
        _ => null,
    };

    private static PlanNode WithoutSort(PlanNode node) => node switch
    {
        SortNode sort => sort.Input,
        ProjectNode or FilterNode when WithoutSort(node.Inputs[0]) is var input && !ReferenceEquals(input, node.Inputs[0]) => node.WithInputs([input]),
        _ => node,
    };
}
