using System.Diagnostics;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>FROM: each item becomes a plan and the names it brings; a list is a chain of cross joins.</summary>
internal static class FromBinder
{
    /// <summary>Binds the list and makes its names visible in the query's scope.</summary>
    public static PlanNode Bind(EquatableArray<Ast.TableReference> items, Scope query)
    {
        if (items.IsEmpty) return ValuesNode.OneRow;
        BoundTable? all = null;
        foreach (var item in items)
        {
            var place = new FromPlace(query, all?.Relations ?? [], []);
            var table = Bind(item, place);
            all = all is null ? table : Cross(all, table, item.Span);
        }

        query.Add(all!.Relations);
        return all.Plan;
    }

    public static BoundTable Bind(Ast.TableReference reference, FromPlace place)
    {
        place.State.Enter();
        var table = reference switch
        {
            Ast.NamedTable named => NamedTableBinder.Bind(named, place),
            Ast.DerivedTable derived => BindDerived(derived, place),
            Ast.FunctionTable function => FunctionTableBinder.Bind(function, place),
            Ast.JoinedTable join => JoinBinder.Bind(join, place),
            _ => throw new UnreachableException(),
        };
        place.State.Leave();
        return table;
    }

    /// <summary>The right side beside every row of the left one; lateral when it reads columns of the left.</summary>
    public static BoundTable Cross(BoundTable left, BoundTable right, TextSpan at)
    {
        RequireDistinctNames(left.Relations, right.Relations, at);
        var isLateral = right.IsLateral && ReadsColumnsOf(right.Plan, left.Plan);
        return new BoundTable(new JoinNode(JoinKind.Cross, left.Plan, right.Plan, null, isLateral), [.. left.Relations, .. right.Relations])
        {
            IsLateral = left.IsLateral || right.IsLateral,
        };
    }

    public static bool ReadsColumnsOf(PlanNode plan, PlanNode other)
    {
        var columns = other.Output.Select(column => column.Id).ToHashSet();
        return plan.AllExpressions().SelectMany(expression => expression.Columns()).Any(column => columns.Contains(column.Id));
    }

    /// <summary>42712 when two items have the same name; tables of different schemas may, until somebody refers to one.</summary>
    public static void RequireDistinctNames(EquatableArray<ScopeRelation> left, EquatableArray<ScopeRelation> right, TextSpan at)
    {
        foreach (var added in right)
        {
            if (!added.IsNamed) continue;
            foreach (var known in left)
            {
                if (!known.IsNamed || known.Name != added.Name) continue;
                if (known.Path != added.Path && !known.IsAliased && !added.IsAliased) continue;
                throw new GatewayException(SqlState.DuplicateAlias, $"table name \"{added.Name}\" specified more than once") { Position = at.Start };
            }
        }
    }

    private static BoundTable BindDerived(Ast.DerivedTable derived, FromPlace place)
    {
        var scope = derived.Lateral ? place.LateralScope() : place.PlainScope();
        scope.Place = ExpressionPlace.FromSubquery;
        var plan = QueryBinder.Bind(derived.Query, scope);
        var relation = new ScopeRelation([derived.Alias?.Name.Text ?? ""], plan.Output.Select(ScopeColumn.Of).ToEquatableArray());
        var table = new BoundTable(CompositeFields.Expose(plan, place.State), [relation]) { IsLateral = derived.Lateral };
        return derived.Alias is null ? Unnamed(table) : TableAliases.Apply(table, derived.Alias);
    }

    private static BoundTable Unnamed(BoundTable table) => table with { Relations = [table.Relations[0] with { Path = [], IsNamed = false }] };
}
