using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>ORDER BY and LIMIT as written behind a query's body.</summary>
internal sealed record QueryTail(EquatableArray<Ast.SortItem> OrderBy, Ast.LimitClause? Limit)
{
    public bool IsEmpty => OrderBy.IsEmpty && Limit is null;

    /// <summary>The tail over a body that is not a SELECT: it can order by output columns only.</summary>
    public PlanNode Apply(PlanNode body, Scope enclosing)
    {
        var plan = body;
        if (!OrderBy.IsEmpty)
        {
            var items = body.Output.Select(column => new TargetItem(column.Name, column.ToExpression())).ToList();
            plan = new SortNode(plan, OrderBy.Select(item => BindKey(item, items, enclosing)).ToEquatableArray());
        }

        return LimitBinder.Apply(Limit, plan, enclosing, !OrderBy.IsEmpty);
    }

    private static SortKey BindKey(Ast.SortItem item, List<TargetItem> items, Scope enclosing)
    {
        if (OutputNames.Find(item.Expression, items, "ORDER BY") is { } found) return SortKeys.Make(found.Expression, item, enclosing.State);
        throw new GatewayException(SqlState.FeatureNotSupported, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
        {
            Position = item.Span.Start,
            Detail = "Only result column names can be used, not expressions or functions.",
            Hint = "Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
        };
    }
}
