using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Binder.Access;

/// <summary>
/// Tables that somebody writes to who sees masks in place of columns. What a statement changed, and what it reads on the way, would tell of the values behind them; only new
/// rows tell nothing. Policies are asked about each row (<see cref="RowGuard"/>), except for what writes without a statement.
/// </summary>
internal static class WrittenTables
{
    /// <summary>0A000 when the statement changes or removes rows with columns that are masked for the role.</summary>
    public static void RefuseMasked(StatementState state)
    {
        foreach (var (table, rights, action) in Written(state))
            if (action != TableAction.Insert) RefuseMasked(state.Context.Snapshot, table, rights);
    }

    public static void RefuseMasked(CatalogSnapshot snapshot, RelationEntry table, RoleRights rights)
    {
        if (HiddenData.Of(snapshot, table, rights) is not { Masks.IsEmpty: false }) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"changing rows of table \"{table.Name}\", of which masks hide columns, is not supported")
        {
            Hint = "Its owner, administrators, and roles with the privilege UNMASKED may change them.",
        };
    }

    /// <summary>As <see cref="RefuseMasked(StatementState)"/>, and when policies hold for the role, for changes that come row by row later.</summary>
    public static void RefuseHidden(StatementState state)
    {
        foreach (var (table, rights, action) in Written(state))
        {
            if (RowRules.Of(state.Context.Snapshot, table, rights, action) is null) continue;
            throw new GatewayException(SqlState.FeatureNotSupported, $"writing to table \"{table.Name}\", whose policies hold for the user, is not supported")
            {
                Hint = "Its owner, administrators, and roles with BYPASSRLS may write to it.",
            };
        }

        RefuseMasked(state);
    }

    private static IEnumerable<(RelationEntry Table, RoleRights Rights, TableAction Action)> Written(StatementState state)
    {
        var snapshot = state.Context.Snapshot;
        foreach (var access in state.Access.All)
            if (access.Action != TableAction.Select && snapshot.RelationsByOid.GetValueOrDefault(access.TableOid) is { } table)
                yield return (table, RoleRights.Of(snapshot, access.OnBehalfOf ?? state.Context.CurrentUser), access.Action);
    }
}
