using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>GRANT and REVOKE, of roles and of privileges.</summary>
internal static class GrantStatements
{
    public static Prepared PrepareGrant(ParsedStatement parsed, GrantStatement grant) => new PreparedCommand(parsed, "GRANT", run => DdlRun.ChangeAsync(run, catalog =>
    {
        if (grant.GrantedBy is { } by) GrantorRoles.RequireSelf(run.Session, catalog.Snapshot, by);
        if (AreRoles(grant.Items, grant.Target)) RoleGrants.Grant(run, catalog, grant);
        else PrivilegeGrants.Grant(run, catalog, grant);
    }));

    public static Prepared PrepareRevoke(ParsedStatement parsed, RevokeStatement revoke) => new PreparedCommand(parsed, "REVOKE", run => DdlRun.ChangeAsync(run, catalog =>
    {
        if (revoke.GrantedBy is { } by) GrantorRoles.RequireSelf(run.Session, catalog.Snapshot, by);
        if (AreRoles(revoke.Items, revoke.Target)) RoleGrants.Revoke(run, catalog, revoke);
        else PrivilegeGrants.Revoke(run, catalog, revoke);
    }));

    // Privileges of the system have more than one word; on a remote source, a single word that is no privilege is a role, granted for that source.
    private static bool AreRoles(EquatableArray<GrantedItem> items, GrantTarget? target)
    {
        if (target is not (null or { Kind: GrantTargetKind.RemoteSource })) return false;
        var roles = items.Count(item => item is { Role: not null, Columns.IsEmpty: true } && (target is null ? item.Words != "ALL" : !IsPrivilege(item.Words)));
        if (roles > 0 && roles < items.Count) throw new GatewayException(SqlState.InvalidGrantOperation, "roles and privileges cannot be granted by one statement") { Position = items[0].Span.Start };
        return roles > 0;
    }

    private static bool IsPrivilege(string words) => words is "ALL" or "USAGE" || PrivilegeNames.IsKnown(words);
}
