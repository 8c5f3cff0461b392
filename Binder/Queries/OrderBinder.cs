using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>An ORDER BY item and the select list item, perhaps a hidden one, whose values it orders by.</summary>
internal sealed record OrderedItem(TargetItem Item, Ast.SortItem Syntax, StatementState State)
{
    public SortKey ToKey(ColumnExpression column) => SortKeys.Make(column, Syntax, State);
}

/// <summary>ORDER BY of a SELECT: output names, ordinals, or expressions over FROM, for which hidden items are added.</summary>
internal static class OrderBinder
{
    public static List<OrderedItem> Bind(EquatableArray<Ast.SortItem> order, List<TargetItem> items, Scope scope)
    {
        scope.Place = ExpressionPlace.OrderBy;
        var bound = new List<OrderedItem>();
        foreach (var syntax in order)
        {
            var item = FindOrAdd(syntax.Expression, items, "ORDER BY", scope);
            SortKeys.RequireOrder(item.Expression.Type, syntax.Span);
            if (RowKeys.Find(item.Expression) is { } key) item = Hidden(key, items, syntax);
            if (!bound.Exists(known => known.Item == item)) bound.Add(new OrderedItem(item, syntax, scope.State));
        }

        return bound;
    }

    // A row is ordered by its key.
    private static TargetItem Hidden(Expression key, List<TargetItem> items, Ast.SortItem syntax)
    {
        var item = items.Find(known => known.Expression.Equals(key));
        if (item is null) items.Add(item = new TargetItem(ColumnNaming.Of(syntax.Expression), key, isHidden: true) { Span = syntax.Span });
        return item;
    }

    /// <summary>The item an expression of ORDER BY or DISTINCT ON means; a hidden one is added when the select list has none.</summary>
    public static TargetItem FindOrAdd(Ast.SyntaxExpression syntax, List<TargetItem> items, string clause, Scope scope)
    {
        var item = OutputNames.Find(syntax, items, clause);
        if (item is null)
        {
            var value = scope.State.Coercion.ResolveUnknown(ExpressionBinder.Bind(syntax, scope));
            item = items.Find(known => known.Expression.Equals(value));
            if (item is null) items.Add(item = new TargetItem(ColumnNaming.Of(syntax), value, isHidden: true) { Span = syntax.Span });
        }

        item.Expression = scope.State.Coercion.ResolveUnknown(item.Expression);
        return item;
    }
}
