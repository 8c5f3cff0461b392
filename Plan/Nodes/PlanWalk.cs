using System.Diagnostics;
using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>Looking through and rebuilding plans.</summary>
public static class PlanWalk
{
    /// <summary>The node and everything below it, top down; fragments of <see cref="RemoteNode"/>s and queries inside expressions are not entered.</summary>
    public static IEnumerable<PlanNode> SelfAndDescendants(this PlanNode node)
    {
        yield return node;
        foreach (var input in node.Inputs)
            foreach (var below in input.SelfAndDescendants()) yield return below;
    }

    /// <summary>The expressions of this node alone.</summary>
    public static IEnumerable<Expression> Expressions(this PlanNode node) => node switch
    {
        ScanNode or CteScanNode or SetOperationNode or WithNode or RemoteNode => [],
        ValuesNode values => values.Rows.SelectMany(row => row),
        TableFunctionNode function => function.Calls,
        FilterNode filter => [filter.Predicate],
        ProjectNode project => project.Items.Select(item => item.Expression),
        AggregateNode aggregate => aggregate.GroupBy.Select(item => item.Expression).Concat(aggregate.Aggregates.SelectMany(item => ExpressionsOf(item.Call))),
        WindowNode window => window.Windows.SelectMany(item => ExpressionsOf(item.Call)),
        SortNode sort => sort.Keys.Select(key => key.Expression),
        LimitNode limit => new[] { limit.Limit, limit.Offset }.OfType<Expression>(),
        DistinctNode distinct => distinct.On.Concat(distinct.OrderBy.Select(key => key.Expression)),
        JoinNode join => join.Condition is null ? [] : [join.Condition],
        _ => throw new UnreachableException(),
    };

    /// <summary>The expressions of this node and of all below it, fragments included.</summary>
    public static IEnumerable<Expression> AllExpressions(this PlanNode node)
    {
        foreach (var below in node.SelfAndDescendants())
        {
            foreach (var expression in below.Expressions()) yield return expression;
            if (below is not RemoteNode remote) continue;
            foreach (var expression in remote.Fragment.AllExpressions()) yield return expression;
        }
    }

    /// <summary>The same node with each of its own expressions replaced.</summary>
    public static PlanNode MapExpressions(this PlanNode node, Func<Expression, Expression> map)
    {
        SortKey Key(SortKey key) => key with { Expression = map(key.Expression) };
        EquatableArray<Expression> All(EquatableArray<Expression> expressions) => expressions.Select(map).ToEquatableArray();

        return node switch
        {
            ScanNode or CteScanNode or SetOperationNode or WithNode or RemoteNode => node,
            ValuesNode values => values with { Rows = values.Rows.Select(All).ToEquatableArray() },
            TableFunctionNode function => function with { Calls = function.Calls.Select(call => (CallExpression)map(call)).ToEquatableArray() },
            FilterNode filter => filter with { Predicate = map(filter.Predicate) },
            ProjectNode project => project with { Items = project.Items.Select(item => item with { Expression = map(item.Expression) }).ToEquatableArray() },
            AggregateNode aggregate => aggregate with
            {
                GroupBy = aggregate.GroupBy.Select(item => item with { Expression = map(item.Expression) }).ToEquatableArray(),
                Aggregates = aggregate.Aggregates.Select(item => item with { Call = Map(item.Call, map) }).ToEquatableArray(),
            },
            WindowNode window => window with { Windows = window.Windows.Select(item => item with { Call = Map(item.Call, map) }).ToEquatableArray() },
            SortNode sort => sort with { Keys = sort.Keys.Select(Key).ToEquatableArray() },
            LimitNode limit => limit with { Limit = limit.Limit is null ? null : map(limit.Limit), Offset = limit.Offset is null ? null : map(limit.Offset) },
            DistinctNode distinct => distinct with { On = All(distinct.On), OrderBy = distinct.OrderBy.Select(Key).ToEquatableArray() },
            JoinNode join => join with { Condition = join.Condition is null ? null : map(join.Condition) },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Rebuilds a plan bottom up; fragments and queries inside expressions are not entered.</summary>
    public static PlanNode Rewrite(this PlanNode node, Func<PlanNode, PlanNode> rewrite)
    {
        var inputs = node.Inputs;
        if (inputs.IsEmpty) return rewrite(node);
        var rewritten = inputs.Select(input => input.Rewrite(rewrite)).ToArray();
        var changed = false;
        for (var i = 0; i < rewritten.Length; i++) changed |= !ReferenceEquals(rewritten[i], inputs[i]);
        return rewrite(changed ? node.WithInputs(rewritten.ToEquatableArray()) : node);
    }

    private static IEnumerable<Expression> ExpressionsOf(AggregateCall call) =>
        [.. call.Arguments, .. call.OrderBy.Select(key => key.Expression), .. call.Filter is null ? [] : new[] { call.Filter }];

    private static IEnumerable<Expression> ExpressionsOf(WindowCall call) =>
    [
        .. call.Arguments, .. call.PartitionBy, .. call.OrderBy.Select(key => key.Expression), .. call.Filter is null ? [] : new[] { call.Filter },
        .. new[] { call.Frame?.Start.Offset, call.Frame?.End.Offset }.OfType<Expression>(),
    ];

    private static AggregateCall Map(AggregateCall call, Func<Expression, Expression> map) => call with
    {
        Arguments = call.Arguments.Select(map).ToEquatableArray(),
        OrderBy = call.OrderBy.Select(key => key with { Expression = map(key.Expression) }).ToEquatableArray(),
        Filter = call.Filter is null ? null : map(call.Filter),
    };

    private static WindowCall Map(WindowCall call, Func<Expression, Expression> map) => call with
    {
        Arguments = call.Arguments.Select(map).ToEquatableArray(),
        PartitionBy = call.PartitionBy.Select(map).ToEquatableArray(),
        OrderBy = call.OrderBy.Select(key => key with { Expression = map(key.Expression) }).ToEquatableArray(),
        Filter = call.Filter is null ? null : map(call.Filter),
        Frame = call.Frame is null ? null : call.Frame with { Start = Map(call.Frame.Start, map), End = Map(call.Frame.End, map) },
    };

    private static FrameBound Map(FrameBound bound, Func<Expression, Expression> map) =>
        bound.Offset is null ? bound : bound with { Offset = map(bound.Offset) };
}
