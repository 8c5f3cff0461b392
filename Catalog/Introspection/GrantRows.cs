using FederationGateway.Catalog.Access;

namespace FederationGateway.Catalog.Introspection;

/// <summary>A privilege as dictionary views of every standard list it: what the owner has by being the owner is listed as a grant to itself.</summary>
/// <param name="Grantee">Null for PUBLIC.</param>
/// <param name="Column">The column's name at its source; null for all.</param>
internal sealed record GrantRow(string Grantor, string? Grantee, Privilege Privilege, string? Column, bool IsGrantable);

/// <summary>Who has which privilege from whom, for one thing.</summary>
internal static class GrantRows
{
    public static IEnumerable<GrantRow> Of(CatalogSnapshot snapshot, RelationEntry relation) => relation is SystemViewEntry
        ? [new GrantRow(relation.Owner, null, Privilege.Select, null, false)]
        : Of(snapshot, SecuredObject.Of(relation), relation.Owner);

    /// <param name="owner">Null for what has none.</param>
    public static IEnumerable<GrantRow> Of(CatalogSnapshot snapshot, SecuredObject secured, string? owner)
    {
        if (owner is not null)
            foreach (var privilege in snapshot.RelationsByOid.GetValueOrDefault(secured.Oid) is SequenceEntry ? PrivilegeNames.OfSequences : PrivilegeNames.Of(secured.Kind)) yield return new GrantRow(owner, owner, privilege, null, true);
        foreach (var grant in snapshot.AccessLists.TryGetValue(secured, out var list) ? list.Grants : [])
            yield return new GrantRow(NameOf(snapshot, grant.Grantor) ?? Roles.NameOf(snapshot, Roles.SystemOwner(snapshot))!, NameOf(snapshot, grant.Grantee), grant.Privilege, grant.Column, grant.IsGrantable);
    }

    private static string? NameOf(CatalogSnapshot snapshot, long role) => role == Grant.Public ? null : snapshot.RolesByOid.GetValueOrDefault(role)?.Name;
}
