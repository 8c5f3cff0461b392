using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Statements;

/// <summary>RETURNING: expressions over the row that was written.</summary>
internal static class ReturningBinder
{
    /// <param name="others">The statement's other tables: PostgreSQL allows their columns here, the gateway does not.</param>
    public static EquatableArray<ProjectItem> Bind(EquatableArray<Ast.SelectItem> items, TargetTable target, EquatableArray<OutputColumn> row, Scope statement, IEnumerable<ScopeRelation> others)
    {
        if (items.IsEmpty) return [];
        var state = statement.State;
        var scope = new Scope(statement) { Place = ExpressionPlace.Returning };
        scope.Add(target.Relation(row));
        scope.Add(others);
        var readable = row.Select(column => column.Id).ToHashSet();
        return TargetListBinder.Bind(items, scope).Select(item =>
        {
            var value = state.Coercion.ResolveUnknown(item.Expression);
            if (value.Columns().Any(column => !readable.Contains(column.Id) && state.Origins.TryGetValue(column.Id, out var origin) && origin.Scope == scope))
                throw GatewayException.Unsupported("RETURNING columns of another table", item.Span);
            return new ProjectItem(state.NewColumn(item.Name, value.Type, Nullability.CanBeNull(value)), value);
        }).ToEquatableArray();
    }
}
