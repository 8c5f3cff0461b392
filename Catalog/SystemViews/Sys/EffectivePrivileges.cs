using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>
/// EFFECTIVE_PRIVILEGES: what each role may do, and through which grant. Of oneself and one's roles, or of all. An administrator may do everything, which is one row.
/// </summary>
public sealed class EffectivePrivileges() : SysView("EFFECTIVE_PRIVILEGES", 54)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("USER_NAME"), Text("GRANTEE"), Text("GRANTOR"), Text("OBJECT_TYPE", 32), Text("SCHEMA_NAME"), Text("OBJECT_NAME"), Text("COLUMN_NAME"), Text("PRIVILEGE"), Text("IS_GRANTABLE", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var granted = PrivilegeList.All(context.Snapshot).ToList();
        foreach (var role in context.Snapshot.Roles.Values.Where(role => context.Rights.SeesAll || context.Rights.HasPrivilegesOf(role.Oid)).OrderBy(role => role.Oid))
        {
            var rights = RoleRights.Of(context.Snapshot, role.Oid);
            if (rights.IsAdministrator)
            {
                yield return [role.Name, role.Name, null, "SYSTEMPRIVILEGE", null, null, null, "ALL PRIVILEGES", Word(true)];
                continue;
            }

            foreach (var entry in granted.Where(entry => entry.Row.Grantee is null || rights.Owns(entry.Row.Grantee)))
            {
                yield return
                [
                    role.Name, entry.Row.Grantee ?? "PUBLIC", entry.Row.Grantor, entry.ObjectType, entry.Schema, entry.Object, entry.Column, PrivilegeNames.NameOf(entry.Row.Privilege), Word(entry.Row.IsGrantable),
                ];
            }

            foreach (var row in OfOneSource(context.Snapshot, role, rights, granted)) yield return row;
        }
    }

    // What comes with a role that was granted for one source alone.
    private static IEnumerable<object?[]> OfOneSource(
        CatalogSnapshot snapshot, RoleEntry role, RoleRights rights, IReadOnlyList<(string ObjectType, string? Schema, string? Object, string? Column, Introspection.GrantRow Row)> granted) =>
        from membership in snapshot.Memberships
        where membership.Source != 0 && rights.HasPrivilegesOf(membership.Member)
        let source = snapshot.Sources.Values.First(source => source.Oid == membership.Source)
        let through = RoleRights.Of(snapshot, membership.Role)
        from entry in granted
        where entry.ObjectType == "SOURCE" && (entry.Object is null || entry.Object == source.Name) && entry.Row.Grantee is { } grantee && through.Owns(grantee)
        select new object?[] { role.Name, entry.Row.Grantee, entry.Row.Grantor, entry.ObjectType, null, source.Name, null, PrivilegeNames.NameOf(entry.Row.Privilege), Word(false) };
}
