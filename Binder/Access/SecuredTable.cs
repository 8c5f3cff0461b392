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
        var (plan, items) = PolicyConditions.AsOwner(relation, state, () => (
            hidden.Rows is { } rules ? new FilterNode(table.Plan, PolicyConditions.Passes(relation, rules, table.Relations, place)) : table.Plan,
            Masked(relation, hidden, table, place)));
        var barrier = LimitNode.Barrier(hidden.Masks.IsEmpty ? plan : new ProjectNode(plan, items));
        return table with { Plan = barrier, Relations = [table.Relations[0] with { Columns = items.Select(item => ScopeColumn.Of(item.Column)).ToEquatableArray() }] };
    }

    private static EquatableArray<ProjectItem> Masked(RelationEntry relation, HiddenData hidden, BoundTable table, FromPlace place)
    {
        var masks = hidden.Masks.ToDictionary(mask => mask.Column);
        return table.Plan.Output.Select((column, index) =>
        {
            if (!masks.TryGetValue(relation.Columns[index].RemoteName, out var mask)) return ProjectItem.Pass(column);
            var value = PolicyConditions.BindStored(mask.Value, relation, table.Relations, place, $"the mask of column \"{column.Name}\"", ExpressionBinder.Bind);
            var coerced = place.State.Coercion.CoerceExactly(value, column.Type, CoercionContext.Assignment);
            return new ProjectItem(place.State.NewColumn(column.Name, column.Type), coerced);
        }).ToEquatableArray();
    }
}
