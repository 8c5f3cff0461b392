using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>GRANT and REVOKE of roles, wholly or for one remote source.</summary>
internal static class RoleGrants
{
    public static void Grant(SessionState session, CatalogTransaction catalog, RoleEntry role, RoleEntry member, bool withAdminOption, RemoteSourceEntry? source = null)
    {
        Require(session, catalog.Snapshot, role);
        Memberships.Grant(catalog, role, member, session.Identity.Current, withAdminOption, source);
    }

    public static void Grant(StatementRun run, CatalogTransaction catalog, GrantStatement grant)
    {
        if (grant.Option == GrantOption.Grant) throw new GatewayException(SqlState.InvalidGrantOperation, "a role is granted WITH ADMIN OPTION") { Position = grant.Span.Start };
        Each(run.Session, catalog, grant.Items, grant.Target, grant.Grantees, (role, member, source) =>
        {
            if (source is not null && grant.Option == GrantOption.Admin) throw new GatewayException(SqlState.InvalidGrantOperation, "a role granted for one remote source cannot be granted on") { Position = grant.Span.Start };
            Grant(run.Session, catalog, role, member, grant.Option == GrantOption.Admin, source);
        });
    }

    public static void Revoke(StatementRun run, CatalogTransaction catalog, RevokeStatement revoke) =>
        Each(run.Session, catalog, revoke.Items, revoke.Target, revoke.Grantees, (role, member, source) =>
        {
            Require(run.Session, catalog.Snapshot, role);
            if (!Memberships.Revoke(catalog, role, member, revoke.OptionOnly != GrantOption.None, source))
                run.Session.Warning($"role \"{member.Name}\" is not a member of role \"{role.Name}\"", "01000");
        });

    // Whoever may become an administrator is one.
    private static void Require(SessionState session, CatalogSnapshot snapshot, RoleEntry role)
    {
        if (session.Rights.IsAdministrator) return;
        if (role.IsAdministrator) throw new GatewayException(SqlState.InsufficientPrivilege, "must be superuser to alter superusers");
        if (!RoleMembers.MayGrant(snapshot, session.Identity.Current, role.Oid)) throw new GatewayException(SqlState.InsufficientPrivilege, $"must have admin option on role \"{role.Name}\"");
    }

    private static void Each(
        SessionState session, CatalogTransaction catalog, EquatableArray<GrantedItem> items, GrantTarget? target, EquatableArray<Identifier> members, Action<RoleEntry, RoleEntry, RemoteSourceEntry?> act)
    {
        List<RemoteSourceEntry?> sources = target is null ? [null] : [.. target.Names.Select(name => DdlNames.Source(catalog.Snapshot, name.Last))];
        foreach (var item in items)
        {
            var role = RoleNames.Find(session, catalog.Snapshot, item.Role!);
            foreach (var member in members)
                foreach (var source in sources) act(role, RoleNames.Find(session, catalog.Snapshot, member), source);
        }
    }
}
