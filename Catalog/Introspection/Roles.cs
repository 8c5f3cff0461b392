namespace FederationGateway.Catalog.Introspection;

/// <summary>Accounts as PostgreSQL's roles.</summary>
internal static class Roles
{
    // PostgreSQL's bootstrap superuser: stands for the administrator until there is an account.
    private const long SystemOid = 10;
    private const string SystemName = "admin";

    /// <summary>The role that owns what no account made.</summary>
    public static long SystemOwner(CatalogSnapshot snapshot) => OidOf(snapshot, SystemName);

    /// <summary>Every role: the accounts, and the owner of the system objects while no account has its name.</summary>
    public static IEnumerable<(long Oid, string Name, bool IsAdministrator, bool CanLogIn)> All(CatalogSnapshot snapshot)
    {
        if (snapshot.Users.FindExact(SystemName) is null) yield return (SystemOid, SystemName, true, false);
        foreach (var user in snapshot.Users.Values.OrderBy(user => user.Oid)) yield return (user.Oid, user.Name, user.IsAdministrator, true);
    }

    public static long OidOf(CatalogSnapshot snapshot, string name) => snapshot.Users.FindExact(name)?.Oid ?? SystemOid;

    public static string? NameOf(CatalogSnapshot snapshot, long oid) =>
        snapshot.Users.Values.FirstOrDefault(user => user.Oid == oid)?.Name ?? (oid == SystemOid ? SystemName : null);
}
