using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE and DROP REPLICATION TASK.</summary>
public static class TaskChanges
{
    /// <param name="make">The entry of an OID.</param>
    public static TaskEntry Create(CatalogTransaction transaction, string schemaName, string name, Func<long, string, TaskEntry> make)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        if (transaction.Snapshot.Tasks.Values.Any(task => task.Schema == schema && task.Name == name)) throw new GatewayException(SqlState.DuplicateObject, $"task \"{name}\" already exists");
        var entry = make(transaction.NewOid(), schema);
        transaction.Add(entry);
        return entry;
    }

    /// <summary>Removes a task with the subscriptions it has made; its targets and virtual tables stay.</summary>
    public static void Drop(CatalogTransaction transaction, TaskEntry task)
    {
        foreach (var subscription in SubscriptionsOf(transaction.Snapshot, task).ToList()) transaction.Remove(subscription);
        transaction.Remove(task);
    }

    public static IEnumerable<SubscriptionEntry> SubscriptionsOf(CatalogSnapshot snapshot, TaskEntry task) =>
        task.Tables.Select(table => snapshot.SubscriptionsByOid.GetValueOrDefault(table.Subscription ?? 0)).OfType<SubscriptionEntry>();

    /// <summary>The tasks that read one of the relations by name: what a task has made for itself does not keep it from being dropped.</summary>
    public static IEnumerable<TaskEntry> DependentsOf(CatalogSnapshot snapshot, IReadOnlyCollection<RelationEntry> relations)
    {
        if (snapshot.Tasks.IsEmpty) return [];
        var oids = relations.Select(relation => relation.Oid).ToHashSet();
        return snapshot.Tasks.Values.Where(task => task.VirtualTable is { } table && oids.Contains(table));
    }

    /// <summary>A task as messages name it.</summary>
    public static string Describe(TaskEntry task) => $"task {task.QualifiedName}";
}
