using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Binder.Access;

/// <summary>
/// Tables that somebody writes to who may not see all of them. What a statement changed, and what it reads on the way, would tell of rows and values that are hidden; only new
/// rows for a table with masks tell nothing.
/// </summary>
public static class WrittenTables
{
    internal static void RefuseHidden(StatementState state)
    {
        var snapshot = state.Context.Snapshot;
        foreach (var access in state.Access.All)
        {
            if (access.Action == TableAction.Select || snapshot.RelationsByOid.GetValueOrDefault(access.TableOid) is not { } table) continue;
            RefuseHidden(snapshot, table, RoleRights.Of(snapshot, access.OnBehalfOf ?? state.Context.CurrentUser), access.Action);
        }
    }

    internal static void RefuseHidden(CatalogSnapshot snapshot, RelationEntry table, BindingContext context, TableAction action) =>
        RefuseHidden(snapshot, table, RoleRights.Of(snapshot, context.CurrentUser), action);

    /// <summary>0A000 when the role sees only a part of what it would write to.</summary>
    public static void RefuseHidden(CatalogSnapshot snapshot, RelationEntry table, RoleRights rights, TableAction action)
    {
        if (HiddenData.Of(snapshot, table, rights) is not { } hidden || (action == TableAction.Insert && !hidden.HidesRows)) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"writing to table \"{table.Name}\", of which policies or masks hide a part, is not supported")
        {
            Hint = "Its owner, administrators, and roles with BYPASSRLS and the privilege UNMASKED may write to it.",
        };
    }
}
