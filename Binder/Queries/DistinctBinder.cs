using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>DISTINCT; <paramref name="On"/> is empty for the whole row.</summary>
internal sealed record DistinctItems(EquatableArray<TargetItem> On);

/// <summary>DISTINCT and DISTINCT ON, with what they demand of ORDER BY.</summary>
internal static class DistinctBinder
{
    public static DistinctItems? Bind(Ast.DistinctClause? clause, List<TargetItem> items, List<OrderedItem> order, Scope scope)
    {
        if (clause is null) return null;
        if (clause.On.IsEmpty) return BindWhole(items, order, scope);
        scope.Place = ExpressionPlace.DistinctOn;
        var on = clause.On.Select(syntax => OrderBinder.FindOrAdd(syntax, items, "SELECT DISTINCT ON", scope)).Distinct().ToList();
        foreach (var item in on) SortKeys.RequireEquality(item.Expression.Type, item.Span);
        RequireLeading(clause, on, order);
        return new DistinctItems(on.ToEquatableArray());
    }

    private static DistinctItems BindWhole(List<TargetItem> items, List<OrderedItem> order, Scope scope)
    {
        if (order.Find(item => item.Item.IsHidden) is { } hidden)
        {
            throw new GatewayException(SqlState.InvalidColumnReference, "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
            {
                Position = hidden.Syntax.Span.Start,
            };
        }

        foreach (var item in items)
        {
            item.Expression = scope.State.Coercion.ResolveUnknown(item.Expression);
            SortKeys.RequireEquality(item.Expression.Type, item.Span);
        }

        // Rows are told apart by their keys.
        if (!items.Exists(item => RowKeys.Find(item.Expression) is not null)) return new DistinctItems([]);
        return new DistinctItems(items.Where(item => item.Expression is not ConstantExpression).ToArray().Select(item => RowKeys.Find(item.Expression) is { } key ? Hidden(key, item, items) : item).ToEquatableArray());
    }

    private static TargetItem Hidden(Expression key, TargetItem shown, List<TargetItem> items)
    {
        var item = new TargetItem(shown.Name, key, isHidden: true) { Span = shown.Span };
        items.Add(item);
        return item;
    }

    // The rows of one key must stand together in the order, or "the first of each" would mean nothing.
    private static void RequireLeading(Ast.DistinctClause clause, List<TargetItem> on, List<OrderedItem> order)
    {
        var leading = order.TakeWhile(item => on.Contains(item.Item)).Count();
        var isSplit = order.Skip(leading).Any(item => on.Contains(item.Item)) || (leading < order.Count && leading < on.Count);
        if (isSplit)
            throw new GatewayException(SqlState.InvalidColumnReference, "SELECT DISTINCT ON expressions must match initial ORDER BY expressions") { Position = clause.On[0].Span.Start };
    }
}
