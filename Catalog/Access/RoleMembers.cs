using System.Collections.Immutable;

namespace FederationGateway.Catalog.Access;

/// <summary>Who is a member of what, directly or through others. Memberships that are limited to one source do not count.</summary>
public static class RoleMembers
{
    /// <summary>The role itself and every role it is a member of.</summary>
    /// <param name="inheritedOnly">True for those whose privileges it has without SET ROLE: the way ends at a role that does not inherit.</param>
    public static ImmutableHashSet<long> RolesOf(CatalogSnapshot snapshot, long member, bool inheritedOnly)
    {
        var found = ImmutableHashSet.CreateBuilder<long>();
        var open = new Queue<long>([member]);
        while (open.TryDequeue(out var role))
        {
            if (!found.Add(role) || (inheritedOnly && snapshot.RolesByOid.GetValueOrDefault(role) is { HasNoInheritance: true })) continue;
            foreach (var membership in snapshot.Memberships)
                if (membership.Member == role && membership.Source == 0) open.Enqueue(membership.Role);
        }

        return found.ToImmutable();
    }

    /// <summary>Whether a role may become another one by SET ROLE.</summary>
    public static bool MayBecome(CatalogSnapshot snapshot, long member, long role) =>
        snapshot.RolesByOid.GetValueOrDefault(member) is { IsAdministrator: true } || RolesOf(snapshot, member, inheritedOnly: false).Contains(role);

    /// <summary>Whether a role may make others members of a role: it, or a role whose privileges it has, was granted that with the admin option.</summary>
    public static bool MayGrant(CatalogSnapshot snapshot, long member, long role)
    {
        var rights = RoleRights.Of(snapshot, member);
        return rights.IsAdministrator || snapshot.Memberships.Any(membership => membership.Role == role && membership is { HasAdminOption: true, Source: 0 } && rights.Roles.Contains(membership.Member));
    }
}
