using FederationGateway.Catalog;

namespace FederationGateway.Replication.Applying;

/// <summary>How much an applier takes at a time, and what its surroundings give it.</summary>
public sealed record ApplierOptions
{
    /// <summary>The definition of a subscription by its OID, in a state of the catalog; null when it is gone.</summary>
    public required Func<CatalogSnapshot, long, SubscriptionEntry?> SubscriptionOf { get; init; }

    /// <summary>A local transaction takes no more source transactions once it has so many rows …</summary>
    public long GroupRows { get; init; } = 100_000;

    /// <summary>… or bytes.</summary>
    public long GroupBytes { get; init; } = 64L << 20;

    /// <summary>The same when a procedure takes part, which is called for each source transaction.</summary>
    public long CalledGroupRows { get; init; } = 2000;

    /// <summary>Rows of a large source transaction are brought to the targets in parts of about so many rows …</summary>
    public long PartRows { get; init; } = 100_000;

    /// <summary>… or bytes, all of them in one local transaction.</summary>
    public long PartBytes { get; init; } = 16L << 20;

    /// <summary>From so many changes on it is asked whether they touch so much of a target that its rows are better changed where they are.</summary>
    public long InPlaceRows { get; init; } = 10_000;

    /// <summary>
    /// Small groups that come one after the other leave the applier idle for most of the time, so that each takes more changes and all of them fewer passes over the targets: after a group it rests at most this
    /// long.
    /// </summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Hears the number up to which no subscription of the source needs the backlog any more, each time it has grown.</summary>
    public Action<long> Settled { get; init; } = static _ => { };

    /// <summary>Hears that rows of a subscription lack what a change of the source's definition has put into them.</summary>
    public Action Lacking { get; init; } = static () => { };

    /// <summary>Hears of marks of latency measurements that subscriptions have passed.</summary>
    public Action<PassedMarks> Passed { get; init; } = static _ => { };

    /// <summary>Whether something else brings the target of a subscription further meanwhile.</summary>
    public Func<long, bool> IsHeld { get; init; } = static _ => false;

    /// <summary>Hears the names of the moments before and after what is durable, so that tests can fail there.</summary>
    public Action<string> Reached { get; init; } = static _ => { };

    /// <summary>The pause before the first of the repetitions of what failed in passing; each is twice as long as the one before, up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(5);
}

/// <param name="Markers">Marks that were in what a local transaction took.</param>
/// <param name="Subscriptions">The OIDs of those it took it for.</param>
/// <param name="Applied">When it was in the targets, UTC.</param>
/// <param name="Committed">When the transaction had committed.</param>
public sealed record PassedMarks(IReadOnlyList<string> Markers, IReadOnlyList<long> Subscriptions, DateTime Applied, DateTime Committed);
