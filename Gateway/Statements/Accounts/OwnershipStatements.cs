using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>OWNER TO, REASSIGN OWNED, DROP OWNED. An owner may give what they own to a role they may become.</summary>
internal static class OwnershipStatements
{
    public static Prepared PrepareSchema(ParsedStatement parsed, AlterSchemaOwnerStatement alter) => new PreparedCommand(parsed, "ALTER SCHEMA", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var schema = catalog.Snapshot.FindSchema(alter.Name.Text) ?? throw DdlNames.MissingSchema(alter.Name);
        run.Session.Rights.RequireOwner(schema);
        var owner = NewOwner(run.Session, catalog.Snapshot, alter.NewOwner);
        if (schema.Owner != owner.Name) run.Session.Rights.Require(Privilege.CreateSchema, "create a schema");
        Ownership.Change(catalog, schema, owner);
    }));

    public static void Change(SessionState session, CatalogTransaction catalog, RelationEntry relation, Identifier name)
    {
        session.Rights.RequireOwner(relation);
        var owner = NewOwner(session, catalog.Snapshot, name);
        if (relation.Owner == owner.Name) return;

        // As if the new owner had made it.
        if (!session.Rights.IsAdministrator) RoleRights.Of(catalog.Snapshot, owner.Oid).Require(catalog.Snapshot.Schemas.FindExact(relation.Schema)!, Privilege.Create);
        Ownership.Change(catalog, relation, owner);
    }

    public static void Change(SessionState session, CatalogTransaction catalog, RemoteSourceEntry source, Identifier name)
    {
        session.Rights.RequireOwner(source);
        var owner = NewOwner(session, catalog.Snapshot, name);
        if (!session.Rights.IsAdministrator) RoleRights.Of(catalog.Snapshot, owner.Oid).Require(Privilege.CreateRemoteSource, "create a remote source");
        Ownership.Change(catalog, source, owner);
    }

    public static void Change(SessionState session, CatalogTransaction catalog, SubscriptionEntry subscription, Identifier name)
    {
        session.Rights.RequireOwner(subscription);
        var owner = NewOwner(session, catalog.Snapshot, name);
        if (subscription.Owner == owner.Name) return;
        if (!session.Rights.IsAdministrator && catalog.Snapshot.Sources.Values.FirstOrDefault(source => source.Oid == subscription.Source) is { } read)
            RoleRights.Of(catalog.Snapshot, owner.Oid).Require(read, Privilege.CreateRemoteSubscription);
        Ownership.Change(catalog, subscription, owner);
    }

    public static Prepared PrepareReassign(ParsedStatement parsed, ReassignOwnedStatement reassign) => new PreparedCommand(parsed, "REASSIGN OWNED", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var owner = NewOwner(run.Session, catalog.Snapshot, reassign.NewOwner);
        foreach (var role in reassign.Roles.Select(name => RequirePrivilegesOf(run.Session, catalog.Snapshot, name, "reassign objects"))) Ownership.Reassign(catalog, role, owner);
    }));

    public static Prepared PrepareDrop(ParsedStatement parsed, DropOwnedStatement drop) => new PreparedCommand(parsed, "DROP OWNED", run => DdlRun.ChangeAsync(run, catalog =>
    {
        foreach (var role in drop.Roles.Select(name => RequirePrivilegesOf(run.Session, catalog.Snapshot, name, "drop objects"))) Ownership.Drop(catalog, role, drop.Behavior == DropBehavior.Cascade);
    }));

    /// <summary>A role that may be given what is the user's.</summary>
    public static RoleEntry NewOwner(SessionState session, CatalogSnapshot snapshot, Identifier name)
    {
        var owner = RoleNames.Find(session, snapshot, name);
        return RoleMembers.MayBecome(snapshot, session.Identity.Current, owner.Oid) ? owner : throw new GatewayException(SqlState.InsufficientPrivilege, $"must be member of role \"{owner.Name}\"");
    }

    private static RoleEntry RequirePrivilegesOf(SessionState session, CatalogSnapshot snapshot, Identifier name, string action)
    {
        var role = RoleNames.Find(session, snapshot, name);
        return session.Rights.HasPrivilegesOf(role.Oid) ? role : throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied to {action}");
    }
}
