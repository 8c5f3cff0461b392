using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Access;

/// <summary>The policies of a table that somebody's rows have to pass when they do one thing with it: one of the permissive ones (without any: no row does) and all restrictive ones.</summary>
public sealed record RowRules(EquatableArray<RowPolicy> Permissive, EquatableArray<RowPolicy> Restrictive)
{
    /// <summary>Null when nobody asks the role: administrators, owners unless row security is forced on them, and roles with BYPASSRLS.</summary>
    public static RowRules? Of(CatalogSnapshot snapshot, RelationEntry relation, RoleRights rights, TableAction action)
    {
        if (rights.IsAdministrator || !AsksPolicies(snapshot, relation, rights)) return null;
        var policies = relation.Policies.Where(policy => policy.IsFor(action) && policy.Roles.Any(role => role == Grant.Public || rights.Roles.Contains(role))).ToLookup(policy => policy.IsRestrictive);
        return new RowRules(policies[false].ToEquatableArray(), policies[true].OrderBy(policy => policy.Name, StringComparer.Ordinal).ToEquatableArray());
    }

    private static bool AsksPolicies(CatalogSnapshot snapshot, RelationEntry relation, RoleRights rights) => relation.RowSecurity switch
    {
        RowSecurity.Off => false,
        RowSecurity.On when rights.Owns(relation.Owner) => false,
        _ => snapshot.RolesByOid.GetValueOrDefault(rights.Oid) is not { BypassesRowSecurity: true },
    };
}
