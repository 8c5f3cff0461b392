using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>GRANTED_PRIVILEGES: what was granted to whom; owners' own rights included, as HANA lists them. Of oneself, of what one has granted, or of all.</summary>
public sealed class GrantedPrivileges() : SysView("GRANTED_PRIVILEGES", 53)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("GRANTEE"), Text("GRANTEE_TYPE", 4), Text("GRANTOR"), Text("OBJECT_TYPE", 32), Text("SCHEMA_NAME"), Text("OBJECT_NAME"), Text("COLUMN_NAME"), Text("PRIVILEGE"), Text("IS_GRANTABLE", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from entry in PrivilegeList.All(context.Snapshot)
        let grantee = entry.Row.Grantee
        where context.Rights.SeesAll || grantee is null || context.Rights.Owns(grantee) || context.Rights.Owns(entry.Row.Grantor)
        select new object?[]
        {
            grantee ?? "PUBLIC", grantee is not null && context.Snapshot.Roles.FindExact(grantee) is { CanLogIn: true } ? "USER" : "ROLE", entry.Row.Grantor, entry.ObjectType, entry.Schema, entry.Object,
            entry.Column, PrivilegeNames.NameOf(entry.Row.Privilege), Word(entry.Row.IsGrantable),
        };
}
