using FederationGateway.Catalog.Changes;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Access;

/// <summary>Refuses what a role may not do: 42501, in PostgreSQL's words.</summary>
public static class Guard
{
    public static void Require(this RoleRights rights, SchemaEntry schema, Privilege privilege)
    {
        if (!rights.Has(schema, privilege)) throw Denied("schema", schema.Name);
    }

    public static void Require(this RoleRights rights, RelationEntry relation, Privilege privilege)
    {
        if (!rights.Has(relation, privilege)) throw Denied(relation);
    }

    public static void Require(this RoleRights rights, RemoteSourceEntry source, Privilege privilege)
    {
        if (!rights.Has(source, privilege)) throw Denied(source, privilege);
    }

    public static void Require(this RoleRights rights, Privilege systemPrivilege, string action)
    {
        if (!rights.Has(systemPrivilege))
            throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied to {action}") { Hint = $"It takes the privilege {PrivilegeNames.NameOf(systemPrivilege)}." };
    }

    public static void RequireAdministrator(this RoleRights rights, string action)
    {
        if (!rights.IsAdministrator) throw new GatewayException(SqlState.InsufficientPrivilege, $"only an administrator may {action}");
    }

    public static void RequireOwner(this RoleRights rights, RelationEntry relation)
    {
        if (!rights.Owns(relation.Owner)) throw NotOwner(RelationDrops.KindOf(relation), relation.Name);
    }

    public static void RequireOwner(this RoleRights rights, SchemaEntry schema)
    {
        if (!rights.Owns(schema.Owner)) throw NotOwner("schema", schema.Name);
    }

    public static void RequireOwner(this RoleRights rights, RemoteSourceEntry source)
    {
        if (!rights.Owns(source.Owner)) throw NotOwner("remote source", source.Name);
    }

    public static void RequireOwner(this RoleRights rights, SubscriptionEntry subscription)
    {
        if (!rights.Owns(subscription.Owner)) throw NotOwner("remote subscription", subscription.Name);
    }

    public static void RequireOwner(this RoleRights rights, TaskEntry task)
    {
        if (!rights.Owns(task.Owner)) throw NotOwner("task", task.Name);
    }

    public static void RequireOwner(this RoleRights rights, ProcedureEntry procedure)
    {
        if (!rights.Owns(procedure.Owner)) throw NotOwner("procedure", procedure.Name);
    }

    public static void RequireExecute(this RoleRights rights, ProcedureEntry procedure)
    {
        if (!rights.Has(procedure, Privilege.Execute)) throw Denied("procedure", procedure.Name);
    }

    public static void RequireExecute(this RoleRights rights, TaskEntry task)
    {
        if (!rights.Has(task, Privilege.Execute)) throw Denied("task", task.Name);
    }

    public static GatewayException Denied(RelationEntry relation) => Denied(RelationDrops.KindOf(relation), relation.Name);

    public static GatewayException Denied(RemoteSourceEntry source, Privilege privilege) =>
        new(SqlState.InsufficientPrivilege, $"permission denied for remote source {source.Name}") { Hint = $"It takes the privilege {PrivilegeNames.NameOf(privilege)} on the remote source." };

    public static GatewayException Denied(string what, string name) => new(SqlState.InsufficientPrivilege, $"permission denied for {what} {name}");

    public static GatewayException NotOwner(string what, string name) => new(SqlState.InsufficientPrivilege, $"must be owner of {what} {name}");
}
