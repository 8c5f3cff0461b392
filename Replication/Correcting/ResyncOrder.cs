using FederationGateway.Catalog;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Replication.Correcting;

/// <summary>ALTER REMOTE SUBSCRIPTION … RESYNC</summary>
/// <param name="Plan">The subscription over the columns of its virtual table.</param>
/// <param name="Range">Which rows, over the plan's columns; null for all.</param>
/// <param name="Condition">The same as the user wrote it.</param>
public sealed record ResyncOrder(AppliedSubscription Plan, Expression? Range, string? Condition, ISubscriptionReader Reader)
{
    public SubscriptionEntry Subscription => Plan.Entry;

    /// <summary>The subscription that the plan's is to take the place of, in the same transaction; null when it stays as it is.</summary>
    public SubscriptionEntry? Replaced { get; init; }
}

/// <summary>What it has done.</summary>
/// <param name="Read">Rows read from the source.</param>
/// <param name="Corrected">Rows that were not there, not at the source, or others.</param>
public sealed record ResyncResult(long Read, long Corrected);
