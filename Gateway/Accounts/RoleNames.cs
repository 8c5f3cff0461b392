using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Accounts;

/// <summary>Roles as statements name them: by name, CURRENT_USER, SESSION_USER, PUBLIC.</summary>
internal static class RoleNames
{
    /// <summary>The role; 42704 when there is none.</summary>
    public static RoleEntry Find(SessionState session, CatalogSnapshot snapshot, Identifier name) => Special(session, snapshot, name) ?? snapshot.Roles.FindExact(name.Text)
        ?? throw new GatewayException(SqlState.UndefinedObject, $"role \"{name.Text}\" does not exist");

    /// <summary>A grantee: a role's OID, 0 for PUBLIC.</summary>
    public static long Grantee(SessionState session, CatalogSnapshot snapshot, Identifier name) => name.Text == "public" ? Grant.Public : Find(session, snapshot, name).Oid;

    private static RoleEntry? Special(SessionState session, CatalogSnapshot snapshot, Identifier name) => name.Quoted ? null : name.Text switch
    {
        "current_user" or "current_role" => snapshot.RolesByOid.GetValueOrDefault(session.Identity.Current),
        "session_user" => snapshot.RolesByOid.GetValueOrDefault(session.Identity.SessionUser),
        _ => null,
    };
}
