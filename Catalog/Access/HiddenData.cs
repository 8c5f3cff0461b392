using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Access;

/// <summary>What of a relation's data a role may not see although it may read the relation.</summary>
/// <param name="Rows">What rows have to pass to be seen; null when all may be.</param>
public sealed record HiddenData(RowRules? Rows, EquatableArray<ColumnMask> Masks)
{
    /// <summary>Null when the role sees everything: administrators and owners do, the latter unless row security is forced on them; roles with BYPASSRLS see all rows.</summary>
    public static HiddenData? Of(CatalogSnapshot snapshot, RelationEntry relation, RoleRights rights)
    {
        if (relation is { RowSecurity: RowSecurity.Off, Masks.IsEmpty: true } || rights.IsAdministrator) return null;
        var masks = rights.Has(relation, Privilege.Unmasked) ? [] : relation.Masks;
        var rows = RowRules.Of(snapshot, relation, rights, TableAction.Select);
        return rows is null && masks.IsEmpty ? null : new HiddenData(rows, masks);
    }
}
