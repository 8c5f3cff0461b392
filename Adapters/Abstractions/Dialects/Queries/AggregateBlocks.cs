using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>GROUP BY and aggregates as clauses of a SELECT.</summary>
internal static class AggregateBlocks
{
    public static SelectBlock Build(AggregateNode aggregate)
    {
        var block = QueryBlocks.BuildSelect(aggregate.Input);
        if (!block.IsPlain || !block.CanReferTo([.. aggregate.Expressions()]) || aggregate.Aggregates.Any(item => WouldBelongOutside(block, item))) block = QueryBlocks.Wrap(QueryBlocks.WithoutOrder(block));
        block.OrderBy = [];
        if (aggregate.GroupBy.Any(item => !MayBeKey(block, item.Expression))) (block, aggregate) = WithKeysAsColumns(block, aggregate);

        block.Aggregate = aggregate;
        foreach (var item in aggregate.GroupBy)
            if (!item.IsPassThrough) block.Define(item.Column.Id, item.Expression);
        foreach (var item in aggregate.Aggregates) block.Define(item);
        foreach (var item in aggregate.GroupingColumns)
            block.Definitions[item.Column.Id] = new GroupingDefinition([.. item.GroupIndexes.Select(index => aggregate.GroupBy[index].Expression)]);
        block.SetOutput(aggregate.Output);
        return block;
    }

    /// <summary>
    /// An aggregate whose columns, written out, are all of enclosing queries is, as text, an aggregate of the nearest of those. Constants may take the place of any.
    /// </summary>
    private static bool WouldBelongOutside(SelectBlock block, AggregateItem item)
    {
        var computed = new AggregateDefinition(item.Call, 1).Expressions.Where(expression => !block.IsConstant(expression)).ToList();
        return computed.SelectMany(ExpressionWalk.Columns).Any(column => block.Definitions.ContainsKey(column.Id)) && !block.ReadsFrom(computed);
    }

    /// <summary>
    /// A literal in GROUP BY would be the position of a column, and a column of an enclosing query may be written as one; a query or volatile function must not
    /// be written again in the select list.
    /// </summary>
    private static bool MayBeKey(SelectBlock block, Expression key)
    {
        if (!block.ReadsFrom([key])) return false;
        while (key is ColumnExpression column && block.Definitions.GetValueOrDefault(column.Id) is ExpressionDefinition definition) key = definition.Expression;
        return !new ExpressionDefinition(key, 1).IsSingular;
    }

    private static (SelectBlock, AggregateNode) WithKeysAsColumns(SelectBlock block, AggregateNode aggregate)
    {
        var columns = block.Output.ToList();
        foreach (var item in aggregate.GroupBy)
        {
            if (!item.IsPassThrough) block.Define(item.Column.Id, item.Expression);
            if (columns.TrueForAll(column => column.Id != item.Column.Id)) columns.Add(item.Column);
        }

        block.SetOutput(columns.ToEquatableArray());
        var keys = aggregate.GroupBy.Select(item => ProjectItem.Pass(item.Column)).ToEquatableArray();
        return (QueryBlocks.Wrap(block), aggregate with { GroupBy = keys });
    }
}
