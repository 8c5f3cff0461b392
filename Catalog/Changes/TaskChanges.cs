using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE and DROP [REPLICATION] TASK.</summary>
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

    /// <summary>
    /// Removes a task with the subscriptions it has made; its targets and virtual tables stay. Subscriptions whose changes go to it are dropped with CASCADE, else 2BP01 says what they are.
    /// </summary>
    public static void Drop(CatalogTransaction transaction, TaskEntry task, bool cascade)
    {
        var callers = SubscriptionChanges.CallersOf(transaction.Snapshot, task).ToList();
        if (callers.Count > 0 && !cascade)
        {
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot drop {Describe(task)} because other objects depend on it")
            {
                Detail = string.Join('\n', callers.Select(caller => $"{SubscriptionChanges.Describe(caller)} depends on {Describe(task)}")),
                Hint = "Use DROP ... CASCADE to drop the dependent objects too.",
            };
        }

        if (callers.Count == 1) transaction.Notices.Add($"drop cascades to {SubscriptionChanges.Describe(callers[0])}");
        else if (callers.Count > 1) transaction.Notices.Add($"drop cascades to {callers.Count} other objects");
        foreach (var caller in callers) transaction.Remove(caller);
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

    /// <summary>The tasks that run one of the procedures.</summary>
    public static IEnumerable<TaskEntry> RunnersOf(CatalogSnapshot snapshot, IReadOnlyCollection<ProcedureEntry> procedures) =>
        snapshot.Tasks.Values.Where(task => procedures.Any(procedure => procedure.Oid == task.Procedure));

    /// <summary>A task as messages name it.</summary>
    public static string Describe(TaskEntry task) => $"task {task.QualifiedName}";
}
