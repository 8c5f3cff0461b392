using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>On whose right a grant rests: the owner's, when who grants may act as the owner, else that of a role with the grant option.</summary>
internal static class GrantorRoles
{
    /// <summary>The role that grants; null when nobody's right allows it.</summary>
    /// <param name="owner">The owner's name; null for what has none.</param>
    public static long? Find(CatalogSnapshot snapshot, RoleRights rights, SecuredObject secured, string? owner, GrantedPrivilege privilege)
    {
        // What has no owner is the administrators': one of them may take back what another has given.
        if (owner is null ? rights.IsAdministrator : rights.Owns(owner)) return owner is null ? Grant.Public : snapshot.Roles.FindExact(owner)?.Oid ?? Grant.Public;
        var grantors = rights.GrantorsFor(secured, privilege.Privilege, privilege.Column).ToList();
        return grantors.Count == 0 ? null : grantors.Contains(rights.Oid) ? rights.Oid : grantors[0];
    }

    /// <summary>GRANTED BY names who grants anyway, as in PostgreSQL.</summary>
    public static void RequireSelf(SessionState session, CatalogSnapshot snapshot, Identifier name)
    {
        if (RoleNames.Find(session, snapshot, name).Oid != session.Identity.Current) throw new GatewayException(SqlState.FeatureNotSupported, "grantor must be current user") { Position = name.Span.Start };
    }
}
