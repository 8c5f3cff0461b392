using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>GRANT and REVOKE of roles.</summary>
public static class Memberships
{
    /// <param name="source">Not null: the member gets the role's privileges on this source, nothing else of it.</param>
    public static void Grant(CatalogTransaction transaction, RoleEntry role, RoleEntry member, long grantor, bool withAdminOption, RemoteSourceEntry? source = null)
    {
        if (RoleMembers.RolesOf(transaction.Snapshot, role.Oid, inheritedOnly: false).Contains(member.Oid))
            throw new GatewayException(SqlState.InvalidGrantOperation, $"role \"{role.Name}\" is a member of role \"{member.Name}\"");
        if (Find(transaction.Snapshot, role, member, source) is not { } known)
        {
            transaction.Add(new MembershipEntry(transaction.NewOid(), role.Oid, member.Oid, grantor, withAdminOption, source?.Oid ?? 0));
            return;
        }

        if (known.HasAdminOption || !withAdminOption) transaction.Notices.Add($"role \"{member.Name}\" is already a member of role \"{role.Name}\"");
        else transaction.Replace(known, known with { HasAdminOption = true, Grantor = grantor });
    }

    /// <returns>False when there was nothing to revoke.</returns>
    public static bool Revoke(CatalogTransaction transaction, RoleEntry role, RoleEntry member, bool adminOptionOnly, RemoteSourceEntry? source = null)
    {
        if (Find(transaction.Snapshot, role, member, source) is not { } known) return false;
        if (!adminOptionOnly) transaction.Remove(known);
        else if (known.HasAdminOption) transaction.Replace(known, known with { HasAdminOption = false });
        return true;
    }

    private static MembershipEntry? Find(CatalogSnapshot snapshot, RoleEntry role, RoleEntry member, RemoteSourceEntry? source) =>
        snapshot.Memberships.Find(membership => membership.Role == role.Oid && membership.Member == member.Oid && membership.Source == (source?.Oid ?? 0));
}
