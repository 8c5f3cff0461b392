using FederationGateway.Common;

namespace FederationGateway.Catalog.Access;

/// <summary>What of a relation's data a role may not see although it may read the relation.</summary>
/// <param name="HidesRows">True when only rows that pass the policies may be seen: one of the permissive ones (none: no row) and all restrictive ones.</param>
public sealed record HiddenData(bool HidesRows, EquatableArray<RowPolicy> Permissive, EquatableArray<RowPolicy> Restrictive, EquatableArray<ColumnMask> Masks)
{
    /// <summary>Null when the role sees everything: administrators and owners do, the latter unless row security is forced on them; roles with BYPASSRLS see all rows.</summary>
    public static HiddenData? Of(CatalogSnapshot snapshot, RelationEntry relation, RoleRights rights)
    {
        if (relation is { RowSecurity: RowSecurity.Off, Masks.IsEmpty: true } || rights.IsAdministrator) return null;
        var masks = rights.Has(relation, Privilege.Unmasked) ? [] : relation.Masks;
        if (!AsksPolicies(snapshot, relation, rights)) return masks.IsEmpty ? null : new HiddenData(false, [], [], masks);
        var policies = relation.Policies.Where(policy => policy.Roles.Any(role => role == Grant.Public || rights.Roles.Contains(role))).ToLookup(policy => policy.IsRestrictive);
        return new HiddenData(true, policies[false].ToEquatableArray(), policies[true].ToEquatableArray(), masks);
    }

    private static bool AsksPolicies(CatalogSnapshot snapshot, RelationEntry relation, RoleRights rights) => relation.RowSecurity switch
    {
        RowSecurity.Off => false,
        RowSecurity.On when rights.Owns(relation.Owner) => false,
        _ => snapshot.RolesByOid.GetValueOrDefault(rights.Oid) is not { BypassesRowSecurity: true },
    };
}
