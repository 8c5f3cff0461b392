using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>ROLES: the roles, users among them.</summary>
public sealed class RoleList() : SysView("ROLES", 51)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = [Text("ROLE_NAME"), BigInt("ROLE_ID"), Text("ROLE_MODE", 16), Text("CAN_LOG_IN", 5), Text("IS_ADMINISTRATOR", 5)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.Roles.Values.OrderBy(role => role.Oid).Select(role => new object?[] { role.Name, role.Oid, "LOCAL", Word(role.CanLogIn), Word(role.IsAdministrator) });
}
