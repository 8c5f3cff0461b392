using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE and DROP REMOTE SUBSCRIPTION. What it subscribes to has been bound; whoever runs subscriptions sees those that are gone and ends them.</summary>
public static class SubscriptionChanges
{
    /// <param name="make">The entry of an OID.</param>
    public static SubscriptionEntry Create(CatalogTransaction transaction, string schemaName, string name, Func<long, string, SubscriptionEntry> make)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        if (transaction.Snapshot.Subscriptions.GetValueOrDefault(schema)?.FindExact(name) is not null)
            throw new GatewayException(SqlState.DuplicateObject, $"remote subscription \"{name}\" already exists");
        var entry = make(transaction.NewOid(), schema);
        transaction.Add(entry);
        return entry;
    }

    /// <summary>The subscriptions that read or write one of the relations; a replica is its virtual table's own affair.</summary>
    public static IEnumerable<SubscriptionEntry> DependentsOf(CatalogSnapshot snapshot, IReadOnlyCollection<RelationEntry> relations)
    {
        if (snapshot.SubscriptionsByOid.IsEmpty) return [];
        var oids = relations.Select(relation => relation.Oid).ToHashSet();
        return snapshot.SubscriptionsByOid.Values.Where(subscription => !subscription.IsReplica).Where(subscription => oids.Contains(subscription.VirtualTable) || (subscription.Target.Object is { } target && oids.Contains(target)));
    }

    /// <summary>The subscriptions whose changes go to one of the procedures, also by way of a task.</summary>
    public static IEnumerable<SubscriptionEntry> CallersOf(CatalogSnapshot snapshot, IReadOnlyCollection<ProcedureEntry> procedures) => procedures.Count == 0
        ? []
        : snapshot.SubscriptionsByOid.Values.Where(subscription => ChangeSets.ProcedureOf(snapshot, subscription) is { } called && procedures.Any(procedure => procedure.Oid == called.Oid));

    /// <summary>The subscriptions whose changes go to a task.</summary>
    public static IEnumerable<SubscriptionEntry> CallersOf(CatalogSnapshot snapshot, TaskEntry task) =>
        snapshot.SubscriptionsByOid.Values.Where(subscription => subscription.Target.Kind == TargetKind.Task && subscription.Target.Object == task.Oid);

    /// <summary>A subscription as messages name it.</summary>
    public static string Describe(SubscriptionEntry subscription) => $"remote subscription {subscription.QualifiedName}";
}
