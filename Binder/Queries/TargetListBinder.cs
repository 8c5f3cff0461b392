using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>A select list or RETURNING: stars expanded, names derived as PostgreSQL derives them.</summary>
internal static class TargetListBinder
{
    public static List<TargetItem> Bind(EquatableArray<Ast.SelectItem> items, Scope scope)
    {
        var bound = new List<TargetItem>();
        foreach (var item in items)
        {
            switch (item.Expression)
            {
                case Ast.StarExpression star:
                    bound.AddRange(Expand(star, scope));
                    break;
                case Ast.FieldStarExpression star:
                    bound.AddRange(CompositeBinder.Expand(star, scope).Select(field => new TargetItem(field.Name, field.Value) { Span = star.Span }));
                    break;
                default:
                    var name = item.Label?.Text ?? ColumnNaming.Of(item.Expression);
                    bound.Add(new TargetItem(name, ExpressionBinder.Bind(item.Expression, scope)) { Span = item.Span });
                    break;
            }
        }

        return bound;
    }

    private static IEnumerable<TargetItem> Expand(Ast.StarExpression star, Scope scope)
    {
        if (star.Qualifier is { } qualifier)
            return Items(NameResolver.RequireRelation(qualifier.Parts, scope, star.Span).Columns, star, scope);
        if (scope.Relations.Count == 0) throw new GatewayException(SqlState.SyntaxError, "SELECT * with no tables specified is not valid") { Position = star.Span.Start };
        return Items(scope.Relations.Where(relation => relation.ShowsColumns).SelectMany(relation => relation.Columns), star, scope);
    }

    private static IEnumerable<TargetItem> Items(IEnumerable<ScopeColumn> columns, Ast.StarExpression star, Scope scope) =>
        columns.Select(column => new TargetItem(column.Name, NameResolver.Place(column.Value, star.Span, scope)) { Span = star.Span });
}
