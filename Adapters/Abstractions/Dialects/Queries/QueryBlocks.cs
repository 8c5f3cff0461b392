using System.Diagnostics;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Turns operators into SELECTs: each operator joins the clauses of the SELECT below it when SQL evaluates those clauses in the same order
/// (FROM, WHERE, GROUP BY, HAVING, windows, DISTINCT, ORDER BY, LIMIT), otherwise that SELECT becomes a derived table.
/// </summary>
public static class QueryBlocks
{
    public static QueryBlock Build(PlanNode plan) => plan switch
    {
        ScanNode scan => Over(new TableFrom(scan), plan),
        RemoteNode remote => Over(new InputFrom(remote), plan),
        CteScanNode scan => Over(new CteFrom(scan), plan),
        TableFunctionNode function => Over(new FunctionFrom(function), plan),
        ValuesNode values => Values(values),
        FilterNode filter => Filter(filter),
        ProjectNode project => Project(project),
        AggregateNode aggregate => AggregateBlocks.Build(aggregate),
        WindowNode window => Window(window),
        SortNode sort => Sort(sort),
        LimitNode limit => Limit(limit),
        DistinctNode distinct => Distinct(distinct),
        JoinNode { Kind: JoinKind.Semi or JoinKind.Anti } join => JoinBlocks.BuildSemi(join),
        JoinNode join => JoinBlocks.Build(join),
        SetOperationNode operation => new SetBlock(operation, [.. operation.Branches.Select(branch => WithoutOrder(Build(branch)))]),
        WithNode with => new WithBlock(with, [.. with.Tables.Select(table => Build(table.Query))], Build(with.Body)),
        _ => throw new UnreachableException(),
    };

    internal static SelectBlock BuildSelect(PlanNode plan) => Build(plan) is var block && block is SelectBlock select ? select : Wrap(block);

    /// <summary>The block as a derived table of a new one.</summary>
    internal static SelectBlock Wrap(QueryBlock block)
    {
        var outer = new SelectBlock { From = new DerivedFrom(block) };
        outer.SetOutput(block.Output);
        return outer;
    }

    /// <summary>Nothing above sees the order of rows that no LIMIT or DISTINCT ON depends on.</summary>
    internal static QueryBlock WithoutOrder(QueryBlock block)
    {
        if (block is SelectBlock { Limit: null, DistinctOn.IsEmpty: true } select) select.OrderBy = [];
        return block;
    }

    private static SelectBlock Over(FromItem from, PlanNode node)
    {
        var block = new SelectBlock { From = from };
        block.SetOutput(node.Output);
        return block;
    }

    private static QueryBlock Values(ValuesNode values)
    {
        if (values.Rows.Count > 1) return new ValuesBlock(values);
        var block = new SelectBlock();
        for (var i = 0; i < values.Columns.Count; i++)
        {
            var column = values.Columns[i];
            block.Define(column.Id, values.Rows.IsEmpty ? ConstantExpression.Null(column.Type) : values.Rows[0][i]);
        }

        if (values.Rows.IsEmpty) block.Where.Add(ConstantExpression.False);
        block.SetOutput(values.Columns);
        return block;
    }

    private static SelectBlock Filter(FilterNode filter)
    {
        var block = BuildSelect(filter.Input);
        var mayFilter = block.Windows.Count == 0 && !block.IsDistinct && block.Limit is null && !block.HasVolatile;
        if (!mayFilter || !block.CanReferTo([filter.Predicate])) block = Wrap(WithoutOrder(block));
        (block.Aggregate is null ? block.Where : block.Having).AddRange(filter.Predicate.Conjuncts());
        return block;
    }

    private static SelectBlock Project(ProjectNode project)
    {
        var block = BuildSelect(project.Input);
        var expressions = project.Items.Select(item => item.Expression).ToList();
        var keepsRows = !block.IsDistinct || !block.DistinctOn.IsEmpty || IsPermutation(project, block);
        if (!keepsRows || !block.CanReferTo(expressions, isSelectList: true)) block = expressions.Any(HasQuery) ? WrapInOrder(block) : Wrap(block.Limit is null ? WithoutOrder(block) : block);
        foreach (var item in project.Items)
            if (!item.IsPassThrough) block.Define(item.Column.Id, item.Expression);
        block.SetOutput(project.Output);
        return block;
    }

    private static bool HasQuery(Expression expression) => expression.SelfAndDescendants().Any(node => ExpressionWalk.SubqueriesOf(node) is not null);

    /// <summary>
    /// The block as a derived table of one in the same order. A derived table comes out in its own order until a query is asked for each of its rows: an engine may make a join of
    /// that.
    /// </summary>
    private static SelectBlock WrapInOrder(SelectBlock block)
    {
        var keys = block.OrderBy;
        if (block.Limit is null || keys.Any(key => new ExpressionDefinition(key.Expression, 1).IsSingular)) return Wrap(WithoutOrder(block));
        var missing = keys.SelectMany(key => ExpressionWalk.Columns(key.Expression)).DistinctBy(column => column.Id).Where(column => block.Output.All(output => output.Id != column.Id));
        if (!block.IsDistinct || !block.DistinctOn.IsEmpty) block.SetOutput([.. block.Output, .. missing.Select(column => new OutputColumn(column.Id, column.Name, column.Type))]);
        var outer = Wrap(block);
        outer.OrderBy = keys;
        return outer;
    }

    private static bool IsPermutation(ProjectNode project, SelectBlock block) =>
        project.Items.Count == block.Output.Count
        && project.Items.All(item => item.Expression is ColumnExpression)
        && project.Items.Select(item => ((ColumnExpression)item.Expression).Id).Distinct().Count() == block.Output.Count;

    private static SelectBlock Window(WindowNode window)
    {
        var block = BuildSelect(window.Input);
        var expressions = window.Expressions().ToList();
        // A window's FILTER is no place for aggregates.
        var hasFilteredGroups = block.Aggregate is not null && window.Windows.Any(item => item.Call.Filter is not null);
        if (block.Windows.Count > 0 || block.IsDistinct || block.Limit is not null || !block.OrderBy.IsEmpty || hasFilteredGroups || !block.CanReferTo(expressions)) block = Wrap(block);
        foreach (var item in window.Windows) block.Define(item);
        block.SetOutput(window.Output);
        return block;
    }

    /// <remarks>SELECT DISTINCT is ordered by its output columns only, and a dialect may have to write a text key as more than the column (with a COLLATE).</remarks>
    private static SelectBlock Sort(SortNode sort)
    {
        var block = BuildSelect(sort.Input);
        var keys = sort.Keys.Select(key => key.Expression).ToList();
        var isRepeated = !block.DistinctOn.IsEmpty && block.OrderBy == sort.Keys;
        var mayOrder = block.Limit is null && (!block.IsDistinct || isRepeated || block.DistinctOn.IsEmpty && keys.All(key => IsOutput(block, key) && !key.Type.IsString));
        if (!mayOrder || !block.CanReferTo(keys)) block = Wrap(WithoutOrder(block));
        block.OrderBy = sort.Keys;
        return block;
    }

    private static bool IsOutput(SelectBlock block, Expression key) => key is ColumnExpression column && block.Output.Any(output => output.Id == column.Id);

    private static SelectBlock Limit(LimitNode limit)
    {
        var block = BuildSelect(limit.Input);
        if (block.Limit is not null) block = Wrap(block);
        block.Limit = limit;
        return block;
    }

    private static SelectBlock Distinct(DistinctNode distinct)
    {
        var block = BuildSelect(distinct.Input);
        var expressions = distinct.Expressions().ToList();
        if (block.IsDistinct || block.Limit is not null || !block.CanReferTo(expressions)) block = Wrap(block);
        block.IsDistinct = true;
        block.DistinctOn = distinct.On;
        block.OrderBy = OrderOf(distinct);
        return block;
    }

    /// <summary>The order DISTINCT ON takes the first rows by must begin with its keys.</summary>
    private static EquatableArray<Plan.SortKey> OrderOf(DistinctNode distinct)
    {
        var leading = distinct.OrderBy.Take(distinct.On.Count).Select(key => key.Expression).ToHashSet();
        return leading.SetEquals(distinct.On) ? distinct.OrderBy : [.. distinct.On.Select(key => new Plan.SortKey(key, false, false)), .. distinct.OrderBy];
    }
}
