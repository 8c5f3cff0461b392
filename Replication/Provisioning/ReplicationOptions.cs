using FederationGateway.Catalog;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Receiving;

namespace FederationGateway.Replication.Provisioning;

/// <param name="Directory">Has a folder for the backlog of each source.</param>
public sealed record ReplicationOptions(string Directory)
{
    public BacklogOptions Backlog { get; init; } = new();

    public ReceiverOptions Receiver { get; init; } = new();

    public ApplierOptions Applier { get; init; } = new() { SubscriptionOf = (snapshot, oid) => snapshot.SubscriptionsByOid.GetValueOrDefault(oid) };

    /// <summary>Orders a RESYNC as the subscription's owner would, of the rows that a condition over the source's columns chooses; null for all.</summary>
    public Func<SubscriptionEntry, string?, CancellationToken, Task> Resync { get; init; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>The pause before the first of the repetitions of what a source could not be told; each is twice as long as the one before, up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a source is asked that replicas follow.</summary>
    public TimeSpan ReplicaInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often other sources are asked how their captures stand.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromSeconds(15);
}
