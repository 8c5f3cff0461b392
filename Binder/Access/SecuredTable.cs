using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Binder.Access;

/// <summary>
/// A table as somebody may see it who may not see all of it: its rows behind the policies that hold for them, masked columns in place of the real ones, and a barrier above
/// both. Policies and masks read what they need with the rights of the table's owner.
/// </summary>
internal static class SecuredTable
{
    public static BoundTable Apply(RelationEntry relation, BoundTable table, FromPlace place)
    {
        var state = place.State;
        var rights = RoleRights.Of(state.Context.Snapshot, state.Access.ViewOwner ?? state.Context.CurrentUser);
        if (HiddenData.Of(state.Context.Snapshot, relation, rights) is not { } hidden) return table;
        state.HidesData = true;
        if (state.Views.Contains(relation.Oid)) throw new GatewayException(SqlState.InvalidObjectDefinition, $"infinite recursion detected in policy for relation \"{relation.Name}\"");
        var (viewsAround, ownerAround) = (state.Views, state.Access.ViewOwner);
        (state.Views, state.Access.ViewOwner) = (viewsAround.Push(relation.Oid), relation.Owner);
        var plan = hidden.HidesRows ? new FilterNode(table.Plan, RowCondition(relation, hidden, table, place)) : table.Plan;
        var items = Masked(relation, hidden, table, place);
        (state.Views, state.Access.ViewOwner) = (viewsAround, ownerAround);
        var barrier = LimitNode.Barrier(hidden.Masks.IsEmpty ? plan : new ProjectNode(plan, items));
        return table with { Plan = barrier, Relations = [table.Relations[0] with { Columns = items.Select(item => ScopeColumn.Of(item.Column)).ToEquatableArray() }] };
    }

    private static Expression RowCondition(RelationEntry relation, HiddenData hidden, BoundTable table, FromPlace place)
    {
        Expression Bind(RowPolicy policy) => policy.Condition is { } condition
            ? BindStored(condition, relation, table, place, $"policy \"{policy.Name}\"", (syntax, scope) => ExpressionBinder.BindBoolean(syntax, scope, "POLICY"))
            : ConstantExpression.True;

        var permissive = hidden.Permissive.Select(Bind).ToList();
        Expression any = permissive.Count switch { 0 => ConstantExpression.False, 1 => permissive[0], _ => new LogicalExpression(LogicalOperator.Or, permissive.ToEquatableArray()) };
        return ExpressionWalk.And([any, .. hidden.Restrictive.Select(Bind)]);
    }

    private static EquatableArray<ProjectItem> Masked(RelationEntry relation, HiddenData hidden, BoundTable table, FromPlace place)
    {
        var masks = hidden.Masks.ToDictionary(mask => mask.Column);
        return table.Plan.Output.Select((column, index) =>
        {
            if (!masks.TryGetValue(relation.Columns[index].RemoteName, out var mask)) return ProjectItem.Pass(column);
            var value = BindStored(mask.Value, relation, table, place, $"the mask of column \"{column.Name}\"", ExpressionBinder.Bind);
            var coerced = place.State.Coercion.CoerceExactly(value, column.Type, CoercionContext.Assignment);
            return new ProjectItem(place.State.NewColumn(column.Name, column.Type), coerced);
        }).ToEquatableArray();
    }

    // Bound as a view's query is: in the names and the time zone of then.
    private static Expression BindStored(StoredExpression stored, RelationEntry relation, BoundTable table, FromPlace place, string what, Func<Ast.SyntaxExpression, Scope, Expression> bind) =>
        StoredText.WithoutPositions(() =>
        {
            var state = place.State;
            var settingsAround = state.Coercion.Settings;
            state.Coercion.Settings = new InputSettings(
                stored.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : state.Context.TimeZone, new OidNames(state.Context with { SearchPath = stored.SearchPath }).Find, stored.Now);
            var scope = new Scope(state, null, place.Query.Catalog.In(stored, relation.Owner), null) { Place = ExpressionPlace.Where };
            scope.Add(table.Relations);
            var bound = bind(StoredText.Expression(stored.Sql), scope);
            state.Access.Use(bound);
            state.Coercion.Settings = settingsAround;
            return bound;
        }, $"While applying {what} of table {relation.QualifiedName}.");
}
