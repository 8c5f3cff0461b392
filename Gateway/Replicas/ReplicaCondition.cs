using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Gateway.Sessions;

namespace FederationGateway.Gateway.Replicas;

/// <summary>How a replica stands for who reads it.</summary>
/// <param name="WhyNot">Why nobody can; null when it can be read.</param>
/// <param name="CompleteAsOf">The moment (UTC) up to which it has everything; null when nobody knows.</param>
internal readonly record struct ReplicaCondition(string? WhyNot, DateTime? CompleteAsOf)
{
    /// <param name="snapshot">The catalog as whoever reads sees it.</param>
    /// <param name="seen">As the transaction that reads found the store; null when it begins with the statement.</param>
    public static ReplicaCondition Of(GatewayCore core, CatalogSnapshot snapshot, (CatalogSnapshot Catalog, SubscriptionsAtWork Subscriptions)? seen, LocalTableEntry replica)
    {
        var now = Of(core, snapshot, core.Store.Subscriptions.Current, replica);
        if (now.WhyNot is not null || seen is not var (catalog, subscriptions)) return now;

        // What has been loaded since is not there for the transaction.
        return catalog.Replicas.GetValueOrDefault(replica.Oid) is { } then && Of(core, catalog, subscriptions, then) is { WhyNot: null } found
            ? found
            : new ReplicaCondition("the replica is younger than the transaction", null);
    }

    private static ReplicaCondition Of(GatewayCore core, CatalogSnapshot snapshot, SubscriptionsAtWork work, LocalTableEntry replica)
    {
        var definition = replica.Replica!;
        if (definition.IsUnfinished) return new ReplicaCondition("the replica is being loaded", null);
        if (definition.IsDisabled) return new ReplicaCondition("the replica is disabled", null);
        if (definition.SnapshotTime is null) return new ReplicaCondition("the replica is to be loaded anew", null);
        if (definition.IsSnapshot) return new ReplicaCondition(null, definition.SnapshotTime);
        return ReplicaTables.SubscriptionOf(snapshot, replica) is { } subscription && work.Progress.GetValueOrDefault(subscription.Oid) is { State: SubscriptionState.ApplyChangeData } progress
            ? new ReplicaCondition(null, core.Replication.CompleteAsOf(subscription, progress) ?? definition.SnapshotTime)
            : new ReplicaCondition("the replica is being loaded", null);
    }
}
