using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Store;

namespace FederationGateway.Catalog.Changes;

/// <summary>Who owns what, changed.</summary>
public static class Ownership
{
    public static void Change(CatalogTransaction transaction, RelationEntry relation, RoleEntry owner)
    {
        RelationNames.RefuseSystem(relation);
        if (relation.Owner == owner.Name) return;
        Grants.Transfer(transaction, SecuredObject.Of(relation), OidOf(transaction.Snapshot, relation.Owner), owner.Oid);
        transaction.Replace(relation, relation with { Owner = owner.Name });
    }

    public static void Change(CatalogTransaction transaction, SchemaEntry schema, RoleEntry owner)
    {
        SchemaChanges.RefuseSystem(schema);
        if (schema.Owner == owner.Name) return;
        Grants.Transfer(transaction, SecuredObject.Of(schema), OidOf(transaction.Snapshot, schema.Owner), owner.Oid);
        transaction.Replace(schema, schema with { Owner = owner.Name });
    }

    public static void Change(CatalogTransaction transaction, RemoteSourceEntry source, RoleEntry owner)
    {
        if (source.Owner == owner.Name) return;
        Grants.Transfer(transaction, SecuredObject.Of(source), OidOf(transaction.Snapshot, source.Owner), owner.Oid);
        transaction.Replace(source with { Owner = owner.Name });
    }

    public static void Change(CatalogTransaction transaction, SubscriptionEntry subscription, RoleEntry owner)
    {
        if (subscription.Owner != owner.Name) transaction.Replace(subscription, subscription with { Owner = owner.Name });
    }

    /// <summary>REASSIGN OWNED.</summary>
    public static void Reassign(CatalogTransaction transaction, RoleEntry before, RoleEntry after)
    {
        foreach (var schema in SchemasOf(transaction.Snapshot, before.Name)) Change(transaction, schema, after);
        foreach (var source in SourcesOf(transaction.Snapshot, before.Name)) Change(transaction, source, after);
        foreach (var relation in RelationsOf(transaction.Snapshot, before.Name)) Change(transaction, relation, after);
        foreach (var subscription in SubscriptionsOf(transaction.Snapshot, before.Name)) Change(transaction, subscription, after);
        foreach (var task in TasksOf(transaction.Snapshot, before.Name))
        {
            Grants.Transfer(transaction, SecuredObject.Of(task), before.Oid, after.Oid);
            transaction.Replace(task with { Owner = after.Name });
        }

        foreach (var procedure in ProceduresOf(transaction.Snapshot, before.Name))
        {
            Grants.Transfer(transaction, SecuredObject.Of(procedure), before.Oid, after.Oid);
            transaction.Replace(procedure with { Owner = after.Name });
        }
    }

    /// <summary>DROP OWNED: what the role owns, and what it was granted.</summary>
    public static void Drop(CatalogTransaction transaction, RoleEntry role, bool cascade)
    {
        foreach (var task in TasksOf(transaction.Snapshot, role.Name)) TaskChanges.Drop(transaction, task, cascade);
        foreach (var subscription in SubscriptionsOf(transaction.Snapshot, role.Name)) transaction.Remove(subscription);
        if (ProceduresOf(transaction.Snapshot, role.Name) is { Count: > 0 } procedures) ProcedureChanges.Drop(transaction, procedures, cascade);
        var relations = RelationsOf(transaction.Snapshot, role.Name);
        if (relations.Count > 0) RelationDrops.Drop(transaction, relations, cascade, $"objects owned by role {role.Name}", areNamed: true);
        foreach (var schema in SchemasOf(transaction.Snapshot, role.Name)) SchemaChanges.Drop(transaction, schema.Name, ifExists: false, cascade);
        foreach (var source in SourcesOf(transaction.Snapshot, role.Name)) RemoteSources.Drop(transaction, source, cascade);
        foreach (var list in transaction.Snapshot.AccessLists.Values) Grants.RemoveAllOf(transaction, list.Object, role.Oid);
    }

    internal static void Rename(CatalogTransaction transaction, string before, string after)
    {
        foreach (var schema in SchemasOf(transaction.Snapshot, before)) transaction.Replace(schema, schema with { Owner = after });
        foreach (var source in SourcesOf(transaction.Snapshot, before)) transaction.Replace(source with { Owner = after });
        foreach (var relation in RelationsOf(transaction.Snapshot, before)) transaction.Replace(relation, relation with { Owner = after });
        foreach (var subscription in SubscriptionsOf(transaction.Snapshot, before)) transaction.Replace(subscription, subscription with { Owner = after });
        foreach (var task in TasksOf(transaction.Snapshot, before)) transaction.Replace(task with { Owner = after });
        foreach (var procedure in ProceduresOf(transaction.Snapshot, before)) transaction.Replace(procedure with { Owner = after });
    }

    private static long OidOf(CatalogSnapshot snapshot, string name) => Introspection.Roles.OidOf(snapshot, name);

    private static List<SchemaEntry> SchemasOf(CatalogSnapshot snapshot, string owner) => [.. snapshot.Schemas.Values.Where(schema => !schema.IsSystem && schema.Owner == owner)];

    private static List<RemoteSourceEntry> SourcesOf(CatalogSnapshot snapshot, string owner) => [.. snapshot.Sources.Values.Where(source => source.Owner == owner)];

    private static List<SubscriptionEntry> SubscriptionsOf(CatalogSnapshot snapshot, string owner) => [.. snapshot.SubscriptionsByOid.Values.Where(subscription => subscription.Owner == owner)];

    private static List<TaskEntry> TasksOf(CatalogSnapshot snapshot, string owner) => [.. snapshot.Tasks.Values.Where(task => task.Owner == owner)];

    private static List<ProcedureEntry> ProceduresOf(CatalogSnapshot snapshot, string owner) => [.. snapshot.Procedures.Values.Where(procedure => procedure.Owner == owner)];

    private static List<RelationEntry> RelationsOf(CatalogSnapshot snapshot, string owner) =>
        [.. snapshot.RelationsByOid.Values.Where(relation => relation is not SystemViewEntry && relation.Owner == owner).OrderBy(relation => relation.Oid)];
}
