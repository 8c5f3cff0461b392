using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>GRANTED_ROLES: who is a member of which role, wholly or for one remote source: of oneself and of what one may grant, or of all.</summary>
public sealed class GrantedRoles() : SysView("GRANTED_ROLES", 52)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
        [Text("GRANTEE"), Text("GRANTEE_TYPE", 4), Text("ROLE_NAME"), Text("REMOTE_SOURCE_NAME"), Text("GRANTOR"), Text("IS_GRANTABLE", 5)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from membership in context.Snapshot.Memberships
        where context.Rights.SeesAll || context.Rights.HasPrivilegesOf(membership.Member) || context.Rights.HasPrivilegesOf(membership.Role)
        let member = context.Snapshot.RolesByOid[membership.Member]
        orderby membership.Oid
        select new object?[]
        {
            member.Name, member.CanLogIn ? "USER" : "ROLE", context.Snapshot.RolesByOid[membership.Role].Name,
            membership.Source == 0 ? null : context.Snapshot.Sources.Values.First(source => source.Oid == membership.Source).Name,
            context.Snapshot.RolesByOid.GetValueOrDefault(membership.Grantor)?.Name, Word(membership.HasAdminOption),
        };
}
