using FederationGateway.Catalog.Introspection;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>USERS: the roles that can log in.</summary>
public sealed class Users() : SysView("USERS", 50)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
        [Text("USER_NAME"), BigInt("USER_ID"), Text("USER_MODE", 16), Time("VALID_UNTIL"), Text("IS_PASSWORD_ENABLED", 5), Text("IS_ADMINISTRATOR", 5), Integer("CONNECTION_LIMIT")];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.Roles.Values.Where(role => role.CanLogIn).OrderBy(role => role.Oid).Select(role => new object?[]
    {
        role.Name, role.Oid, "LOCAL", Introspection.Roles.ValidUntil(role), Word(role.PasswordVerifier is not null), Word(role.IsAdministrator), role.ConnectionLimit,
    });
}
