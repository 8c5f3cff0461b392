namespace FederationGateway.Catalog.Introspection;

/// <summary>The catalog's roles, and PostgreSQL's.</summary>
internal static class Roles
{
    // PostgreSQL's bootstrap superuser: stands for the administrator until there is an account.
    private const long SystemOid = 10;
    private const string SystemName = "admin";

    // PostgreSQL has these from the start, and its clients ask whether somebody is a member of them.
    private static readonly RoleEntry[] Predefined =
    [
        new(3373, "pg_monitor"), new(3374, "pg_read_all_settings"), new(3375, "pg_read_all_stats"), new(3377, "pg_stat_scan_tables"), new(4200, "pg_signal_backend"), new(4544, "pg_checkpoint"),
        new(4569, "pg_read_server_files"), new(4570, "pg_write_server_files"), new(4571, "pg_execute_server_program"), new(6171, "pg_database_owner"), new(6181, "pg_read_all_data"),
        new(6182, "pg_write_all_data"),
    ];

    /// <summary>The role that owns what no account made.</summary>
    public static long SystemOwner(CatalogSnapshot snapshot) => OidOf(snapshot, SystemName);

    /// <summary>Every role: PostgreSQL's predefined ones, the owner of the system objects while no account has its name, and the catalog's.</summary>
    public static IEnumerable<RoleEntry> All(CatalogSnapshot snapshot)
    {
        foreach (var role in Predefined) yield return role;
        if (snapshot.Roles.FindExact(SystemName) is null) yield return new RoleEntry(SystemOid, SystemName) { IsAdministrator = true };
        foreach (var role in snapshot.Roles.Values.OrderBy(role => role.Oid)) yield return role;
    }

    public static long OidOf(CatalogSnapshot snapshot, string name) => snapshot.Roles.FindExact(name)?.Oid ?? SystemOid;

    /// <summary>The role of that OID or name, PostgreSQL's among them.</summary>
    public static RoleEntry? Find(CatalogSnapshot snapshot, long oid) => All(snapshot).FirstOrDefault(role => role.Oid == oid);

    public static RoleEntry? Find(CatalogSnapshot snapshot, string name) => All(snapshot).FirstOrDefault(role => role.Name == name);

    public static string? NameOf(CatalogSnapshot snapshot, long oid) => snapshot.RolesByOid.GetValueOrDefault(oid)?.Name ?? Find(snapshot, oid)?.Name;

    /// <summary>When a password ends to be good, as dictionary views show it.</summary>
    public static DateTime? ValidUntil(RoleEntry role) => role.ValidUntil is { } moment and not long.MaxValue ? DateTime.UnixEpoch.AddMicroseconds(moment) : null;

    /// <summary>Settings as <c>name=value</c>; null for none.</summary>
    public static string[]? Settings(RoleEntry role) => role.Settings.IsEmpty ? null : [.. role.Settings.Select(setting => $"{setting.Key}={setting.Value}")];
}
