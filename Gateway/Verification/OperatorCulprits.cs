using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>Takes apart one operator whose answer differs while its inputs' do not: each condition, item, key or column is asked for alone.</summary>
internal sealed class OperatorCulprits
{
    private readonly Probe _probe;
    private readonly ExpressionCulprits _expressions;

    public OperatorCulprits(Probe probe, PlanNode fragment)
    {
        _probe = probe;
        _expressions = new ExpressionCulprits(probe, new SourceColumns(fragment, probe.Profile.Capabilities, DowngradeSet.None));
    }

    public Task<List<Culprit>> FindAsync(PlanNode node, CancellationToken cancellationToken) => node switch
    {
        FilterNode filter => EachAsync(filter.Predicate.Conjuncts(), conjunct => _expressions.OfConditionAsync(filter.Input, conjunct, cancellationToken)),
        ProjectNode project => EachAsync(project.Items, item => _expressions.OfValueAsync(project.Input, item.Expression, cancellationToken)),
        AggregateNode aggregate => OfAggregateAsync(aggregate, cancellationToken),
        WindowNode window => EachAsync(window.Windows, item => OfWindowAsync(window, item, cancellationToken)),
        JoinNode { Condition: { } condition } join => EachAsync(condition.Conjuncts(), conjunct => OfJoinAsync(join, conjunct, cancellationToken)),
        DistinctNode distinct => EachAsync(distinct.Output, column => OfColumnAsync(new DistinctNode(Only(distinct.Input, column)), column, Capability.Distinct, cancellationToken)),
        SortNode sort => EachAsync(sort.Keys, key => OfKeyAsync(sort.Input, key.Expression, new SortNode(sort.Input, [key]), Capability.ColumnSort, cancellationToken)),
        SetOperationNode set => OfSetAsync(set, cancellationToken),
        _ => Task.FromResult(new List<Culprit>()),
    };

    /// <summary>The operator as such, when none of its parts is found to be the one: as wide as its capability.</summary>
    public static Culprit Whole(PlanNode node) => Of(node, node switch
    {
        FilterNode { Predicate: LogicalExpression { Operator: LogicalOperator.And } } => Capability.AndDifferentColumns,
        FilterNode => Capability.ExpressionInWhere,
        ProjectNode => Capability.ExpressionInProject,
        AggregateNode { GroupingSets.IsEmpty: false } => Capability.GroupingSets,
        AggregateNode { GroupBy.IsEmpty: false } => Capability.GroupBy,
        AggregateNode => Capability.Aggregates,
        WindowNode => Capability.WindowFunctions,
        JoinNode { Kind: JoinKind.Full } => Capability.JoinsFullOuter,
        JoinNode { Kind: JoinKind.Left or JoinKind.Right } => Capability.JoinsOuter,
        JoinNode { Kind: JoinKind.Semi or JoinKind.Anti } => Capability.SubqueryInExists,
        JoinNode => Capability.Joins,
        DistinctNode => Capability.Distinct,
        SortNode => Capability.OrderBy,
        LimitNode { Offset: not null } => Capability.Offset,
        LimitNode => Capability.Limit,
        SetOperationNode set => SetCapabilities.Of(set),
        _ => Capability.Subquery,
    });

    /// <summary>The last resort: the source's tables are only scanned.</summary>
    public static Culprit Everything(PlanNode node) => Of(node, Capability.Select);

    private async Task<List<Culprit>> OfAggregateAsync(AggregateNode aggregate, CancellationToken cancellationToken)
    {
        var found = await EachAsync(aggregate.Aggregates, async item =>
        {
            if (await _probe.DiffersAsync(new AggregateNode(aggregate.Input, [], [item]), cancellationToken) != true) return [];
            var arguments = await EachAsync(item.Call.Arguments, argument => _expressions.OfValueAsync(aggregate.Input, argument, cancellationToken));
            return arguments.Count > 0 ? arguments : [Of(item.Call.ToString(), item.Call.Function)];
        });
        found.AddRange(await EachAsync(aggregate.GroupBy, item =>
            OfKeyAsync(aggregate.Input, item.Expression, new AggregateNode(aggregate.Input, [item], []), Capability.ColumnGroup, cancellationToken)));
        if (found.Count > 0) return found;

        // Wrong only in groups.
        return await EachAsync(aggregate.Aggregates, async item =>
            await _probe.DiffersAsync(aggregate with { Aggregates = [item] }, cancellationToken) == true ? [Of(item.Call.ToString(), item.Call.Function)] : []);
    }

    private async Task<List<Culprit>> OfWindowAsync(WindowNode window, WindowItem item, CancellationToken cancellationToken)
    {
        if (await _probe.DiffersAsync(window with { Windows = [item] }, cancellationToken) != true) return [];
        var parts = item.Call.Arguments.Concat(item.Call.PartitionBy).Concat(item.Call.OrderBy.Select(key => key.Expression));
        var found = await EachAsync(parts, part => _expressions.OfValueAsync(window.Input, part, cancellationToken));
        return found.Count > 0 ? found : [Of(item.Call.ToString(), item.Call.Function)];
    }

    private async Task<List<Culprit>> OfJoinAsync(JoinNode join, Expression conjunct, CancellationToken cancellationToken)
    {
        var sides = await EachAsync(ExpressionWalk.ChildrenOf(conjunct), async side =>
            [.. await _expressions.OfValueAsync(join.Left, side, cancellationToken), .. await _expressions.OfValueAsync(join.Right, side, cancellationToken)]);
        if (sides.Count > 0) return sides;
        var alone = join with { Condition = conjunct };
        if (join.Condition != conjunct && await _probe.DiffersAsync(alone, cancellationToken) != true) return [];
        var capability = join.Kind switch
        {
            JoinKind.Inner or JoinKind.Cross => Capability.ColumnInnerJoin,
            JoinKind.Semi or JoinKind.Anti => Capability.ColumnFilter,
            _ => Capability.ColumnOuterJoin,
        };
        return _expressions.OnColumns(conjunct, capability) is { } culprit ? [culprit] : [];
    }

    private async Task<List<Culprit>> OfSetAsync(SetOperationNode set, CancellationToken cancellationToken)
    {
        List<Culprit> found = [];
        var capability = SetCapabilities.Of(set);
        for (var i = 0; i < set.Output.Count; i++)
        {
            var ordinal = i;
            var branches = set.Branches.Select(branch => (PlanNode)Only(branch, branch.Output[ordinal])).ToEquatableArray();
            if (await _probe.DiffersAsync(set with { Branches = branches, Columns = [set.Columns[ordinal]] }, cancellationToken) != true) continue;
            foreach (var branch in branches)
                if (_expressions.OnColumns(branch.Output[0].ToExpression(), capability) is { } culprit) found.Add(culprit with { Operator = set.Describe() });
        }

        return found;
    }

    /// <summary>A key of a group or an order: computed wrongly, or grouped and ordered wrongly.</summary>
    private async Task<List<Culprit>> OfKeyAsync(PlanNode input, Expression key, PlanNode alone, string capability, CancellationToken cancellationToken)
    {
        if (await _probe.DiffersAsync(alone, cancellationToken) != true) return [];
        var inside = await _expressions.OfValueAsync(input, key, cancellationToken);
        if (inside.Count > 0) return inside;
        return _expressions.OnColumns(key, capability) is { } culprit ? [culprit with { Operator = alone.Describe() }] : [];
    }

    private async Task<List<Culprit>> OfColumnAsync(PlanNode alone, OutputColumn column, string capability, CancellationToken cancellationToken)
    {
        if (await _probe.DiffersAsync(alone, cancellationToken) != true) return [];
        return _expressions.OnColumns(column.ToExpression(), capability) is { } culprit ? [culprit with { Operator = $"{alone.Describe()}: {column.Name}" }] : [];
    }

    private static ProjectNode Only(PlanNode input, OutputColumn column) => new(input, [ProjectItem.Pass(column)]);

    private static Culprit Of(string text, FunctionReference function) => new(text, [new Downgrade(0, Capability.OfFunction(function.Name), function.Signature)]);

    private static Culprit Of(PlanNode node, string capability) => new(node.Describe(), [new Downgrade(0, capability)]);

    private static async Task<List<Culprit>> EachAsync<T>(IEnumerable<T> parts, Func<T, Task<List<Culprit>>> ask)
    {
        List<Culprit> found = [];
        foreach (var part in parts) found.AddRange(await ask(part));
        return found;
    }
}
