using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>A privilege on something, or on one of its columns by its name at the source.</summary>
public readonly record struct GrantedPrivilege(Privilege Privilege, string? Column);

/// <summary>GRANT and REVOKE of privileges on one thing. On whose right a grant rests is known with it: it falls when that right does.</summary>
public static class Grants
{
    public static void Add(CatalogTransaction transaction, SecuredObject secured, long grantor, IEnumerable<long> grantees, GrantedPrivilege privilege, bool withGrantOption)
    {
        var grants = Of(transaction, secured);
        foreach (var grantee in grantees)
        {
            if (withGrantOption && grantee == Grant.Public) throw new GatewayException(SqlState.InvalidGrantOperation, "grant options can only be granted to roles");
            if (withGrantOption && RestsOn(grants, grantor, privilege.Privilege, grantee))
                throw new GatewayException(SqlState.InvalidGrantOperation, "grant options cannot be granted back to your own grantor");
            var known = grants.FindIndex(grant => grant.Grantee == grantee && grant.Grantor == grantor && Is(grant, privilege));
            var grant = new Grant(grantee, grantor, privilege.Privilege, privilege.Column, withGrantOption || (known >= 0 && grants[known].IsGrantable));
            if (known >= 0) grants[known] = grant;
            else grants.Add(grant);
        }

        transaction.SetAccess(secured, grants.ToEquatableArray());
    }

    /// <param name="optionOnly">GRANT OPTION FOR.</param>
    /// <param name="cascade">Also what the grantees have granted on the strength of it; without it that is refused (2BP01).</param>
    public static void Remove(CatalogTransaction transaction, SecuredObject secured, long grantor, IEnumerable<long> grantees, GrantedPrivilege privilege, bool optionOnly, bool cascade)
    {
        var grants = Of(transaction, secured);
        foreach (var grantee in grantees)
            foreach (var grant in grants.Where(grant => grant.Grantee == grantee && grant.Grantor == grantor && grant.Privilege == privilege.Privilege && (privilege.Column is null || grant.Column == privilege.Column)).ToList())
                Remove(grants, grant, optionOnly, cascade);
        transaction.SetAccess(secured, grants.ToEquatableArray());
    }

    /// <summary>Everything a role was granted and has granted on something.</summary>
    public static void RemoveAllOf(CatalogTransaction transaction, SecuredObject secured, long role)
    {
        var grants = Of(transaction, secured);
        foreach (var grant in grants.Where(grant => grant.Grantee == role || grant.Grantor == role).ToList())
            if (grants.Contains(grant)) Remove(grants, grant, optionOnly: false, cascade: true);
        transaction.SetAccess(secured, grants.ToEquatableArray());
    }

    /// <summary>Another owner: what rested on the old one's right rests on the new one's, who needs no grants any more.</summary>
    public static void Transfer(CatalogTransaction transaction, SecuredObject secured, long before, long after) => transaction.SetAccess(
        secured,
        Of(transaction, secured).Where(grant => grant.Grantee != after).Select(grant => grant.Grantor == before ? grant with { Grantor = after } : grant)
            .GroupBy(grant => grant with { IsGrantable = false }).Select(same => same.Key with { IsGrantable = same.Any(grant => grant.IsGrantable) }).ToEquatableArray());

    private static List<Grant> Of(CatalogTransaction transaction, SecuredObject secured) =>
        transaction.Snapshot.AccessLists.TryGetValue(secured, out var list) ? [.. list.Grants] : [];

    private static void Remove(List<Grant> grants, Grant grant, bool optionOnly, bool cascade)
    {
        if (optionOnly && !grant.IsGrantable) return;
        grants.Remove(grant);
        if (optionOnly) grants.Add(grant with { IsGrantable = false });
        if (!grant.IsGrantable || grants.Exists(other => other.IsGrantable && other.Grantee == grant.Grantee && other.Privilege == grant.Privilege && Covers(other, grant))) return;
        foreach (var dependent in grants.Where(other => other.Grantor == grant.Grantee && other.Privilege == grant.Privilege && Covers(grant, other)).ToList())
        {
            if (!cascade) throw new GatewayException(SqlState.DependentObjectsStillExist, "dependent privileges exist") { Hint = "Use CASCADE to revoke them too." };
            Remove(grants, dependent, optionOnly: false, cascade);
        }
    }

    private static bool Covers(Grant wide, Grant narrow) => wide.Column is null || wide.Column == narrow.Column;

    private static bool Is(Grant grant, GrantedPrivilege privilege) => grant.Privilege == privilege.Privilege && grant.Column == privilege.Column;

    private static bool RestsOn(List<Grant> grants, long role, Privilege privilege, long other)
    {
        var seen = new HashSet<long>();
        var open = new Queue<long>([role]);
        while (open.TryDequeue(out var current))
        {
            if (current == other) return true;
            if (!seen.Add(current)) continue;
            foreach (var grant in grants.Where(grant => grant.IsGrantable && grant.Grantee == current && grant.Privilege == privilege)) open.Enqueue(grant.Grantor);
        }

        return false;
    }
}
