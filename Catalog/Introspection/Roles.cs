namespace FederationGateway.Catalog.Introspection;

/// <summary>Accounts as PostgreSQL's roles.</summary>
internal static class Roles
{
    // PostgreSQL's bootstrap superuser: stands for the administrator until there is an account.
    private const long SystemOid = 10;
    private const string SystemName = "admin";

    // PostgreSQL has these from the start, and its clients ask whether somebody is a member of them.
    private static readonly (long Oid, string Name)[] Predefined =
    [
        (3373, "pg_monitor"), (3374, "pg_read_all_settings"), (3375, "pg_read_all_stats"), (3377, "pg_stat_scan_tables"), (4200, "pg_signal_backend"), (4544, "pg_checkpoint"),
        (4569, "pg_read_server_files"), (4570, "pg_write_server_files"), (4571, "pg_execute_server_program"), (6171, "pg_database_owner"), (6181, "pg_read_all_data"), (6182, "pg_write_all_data"),
    ];

    /// <summary>The role that owns what no account made.</summary>
    public static long SystemOwner(CatalogSnapshot snapshot) => OidOf(snapshot, SystemName);

    /// <summary>Every role: PostgreSQL's predefined ones, the owner of the system objects while no account has its name, and the accounts.</summary>
    public static IEnumerable<(long Oid, string Name, bool IsAdministrator, bool CanLogIn)> All(CatalogSnapshot snapshot)
    {
        foreach (var role in Predefined) yield return (role.Oid, role.Name, false, false);
        if (snapshot.Users.FindExact(SystemName) is null) yield return (SystemOid, SystemName, true, false);
        foreach (var user in snapshot.Users.Values.OrderBy(user => user.Oid)) yield return (user.Oid, user.Name, user.IsAdministrator, true);
    }

    public static long OidOf(CatalogSnapshot snapshot, string name) => snapshot.Users.FindExact(name)?.Oid ?? SystemOid;

    public static string? NameOf(CatalogSnapshot snapshot, long oid) =>
        snapshot.Users.Values.FirstOrDefault(user => user.Oid == oid)?.Name
        ?? (oid == SystemOid ? SystemName : Array.Find(Predefined, role => role.Oid == oid).Name);
}
