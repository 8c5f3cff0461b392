using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE, ALTER and DROP ROLE. Who may do so is the caller's question.</summary>
public static class RoleChanges
{
    public static RoleEntry Create(CatalogTransaction transaction, RoleEntry role)
    {
        CheckName(role.Name);
        if (transaction.Snapshot.Roles.FindExact(role.Name) is not null) throw new GatewayException(SqlState.DuplicateObject, $"role \"{role.Name}\" already exists");
        transaction.Add(role);
        return role;
    }

    public static void Replace(CatalogTransaction transaction, RoleEntry before, RoleEntry after)
    {
        transaction.Replace(before, after);
        RequireAdministrator(transaction.Snapshot, "change");
    }

    /// <summary>The new name; what the role owns says so, too.</summary>
    public static void Rename(CatalogTransaction transaction, RoleEntry role, string name)
    {
        CheckName(name);
        if (transaction.Snapshot.Roles.FindExact(name) is not null) throw new GatewayException(SqlState.DuplicateObject, $"role \"{name}\" already exists");
        transaction.Replace(role, role with { Name = name });
        Ownership.Rename(transaction, role.Name, name);
    }

    public static void Drop(CatalogTransaction transaction, RoleEntry role)
    {
        var dependents = Dependents(transaction.Snapshot, role).ToList();
        if (dependents.Count > 0)
        {
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"role \"{role.Name}\" cannot be dropped because some objects depend on it")
            {
                Detail = string.Join('\n', dependents),
                Hint = "REASSIGN OWNED and DROP OWNED take them away from it.",
            };
        }

        foreach (var membership in transaction.Snapshot.Memberships.Where(membership => membership.Role == role.Oid || membership.Member == role.Oid)) transaction.Remove(membership);
        transaction.Remove(role);
        RequireAdministrator(transaction.Snapshot, "drop");
    }

    private static IEnumerable<string> Dependents(CatalogSnapshot snapshot, RoleEntry role)
    {
        foreach (var schema in snapshot.Schemas.Values.Where(schema => !schema.IsSystem && schema.Owner == role.Name)) yield return $"owner of schema {schema.Name}";
        foreach (var source in snapshot.Sources.Values.Where(source => source.Owner == role.Name)) yield return $"owner of remote source {source.Name}";
        foreach (var relation in snapshot.RelationsByOid.Values.Where(relation => relation is not SystemViewEntry && relation.Owner == role.Name).OrderBy(relation => relation.Oid))
            yield return $"owner of {RelationDrops.Describe(relation)}";
        foreach (var subscription in snapshot.SubscriptionsByOid.Values.Where(subscription => subscription.Owner == role.Name)) yield return $"owner of {SubscriptionChanges.Describe(subscription)}";
        foreach (var task in snapshot.Tasks.Values.Where(task => task.Owner == role.Name)) yield return $"owner of {TaskChanges.Describe(task)}";
        foreach (var procedure in snapshot.Procedures.Values.Where(procedure => procedure.Owner == role.Name)) yield return $"owner of {ProcedureChanges.Describe(procedure)}";
        foreach (var relation in snapshot.RelationsByOid.Values.OrderBy(relation => relation.Oid))
            foreach (var policy in relation.Policies.Where(policy => policy.Roles.Contains(role.Oid))) yield return $"target of policy {policy.Name} on {RelationDrops.Describe(relation)}";
        foreach (var list in snapshot.AccessLists.Values.Where(list => list.Grants.Any(grant => grant.Grantee == role.Oid || grant.Grantor == role.Oid)).OrderBy(list => list.Oid))
            yield return $"privileges for {Describe(snapshot, list.Object)}";
    }

    /// <summary>Something with privileges as messages name it.</summary>
    private static string Describe(CatalogSnapshot snapshot, SecuredObject secured) => secured.Kind switch
    {
        SecuredKind.System => "the system",
        SecuredKind.Schema => $"schema {snapshot.Schemas.Values.First(schema => schema.Oid == secured.Oid).Name}",
        SecuredKind.Relation => RelationDrops.Describe(snapshot.RelationsByOid[secured.Oid]),
        SecuredKind.Procedure => ProcedureChanges.Describe(snapshot.Procedures[secured.Oid]),
        SecuredKind.Task => TaskChanges.Describe(snapshot.Tasks[secured.Oid]),
        _ when secured == SecuredObject.AllSources => "all remote sources",
        _ => $"remote source {snapshot.Sources.Values.First(source => source.Oid == secured.Oid).Name}",
    };

    // Nobody could make another one.
    private static void RequireAdministrator(CatalogSnapshot snapshot, string action)
    {
        if (!snapshot.Roles.Values.Any(role => role is { IsAdministrator: true, CanLogIn: true }))
            throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"cannot {action} the last administrator who can log in");
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0) throw new GatewayException(SqlState.InvalidName, "a role's name must not be empty");
        if (name is "public" or "none") throw new GatewayException(SqlState.ReservedName, $"role name \"{name}\" is reserved");
        if (name.StartsWith("pg_", StringComparison.Ordinal)) throw new GatewayException(SqlState.ReservedName, $"role name \"{name}\" is reserved") { Detail = "Role names starting with \"pg_\" are reserved." };
    }
}
