using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>START LATENCY MONITORING: a name under which it is measured how long changes of a source take to the targets of its subscriptions.</summary>
/// <param name="Source">The OID of the remote source.</param>
/// <param name="Interval">Seconds from the start of one measurement to that of the next; null for one only.</param>
public sealed record LatencyTicket(long Oid, long Source, string Name, int? Interval, LatencyStatus Status)
{
    public const int LongestName = 32;

    /// <summary>Why the last measurement could not be started; null when it could.</summary>
    public string? Error { get; init; }

    /// <summary>True when it was for one measurement only, and nothing is expected of that any more.</summary>
    public bool IsFinished(SubscriptionsAtWork work, CatalogSnapshot snapshot) =>
        Interval is null && work.Measurements.Values.LastOrDefault(known => known.Source == Source && known.Ticket == Name)?.IsComplete(work, snapshot) is not false;
}

public enum LatencyStatus
{
    Running,

    /// <summary>STOP LATENCY MONITORING.</summary>
    Stopped,
}

/// <summary>One way through the stream: when a mark that was put into it at the source came where, as far as it has come.</summary>
/// <param name="Ticket">The name of the <see cref="LatencyTicket"/>.</param>
/// <param name="Start">When the source was asked to write the mark, UTC.</param>
public sealed record LatencyMeasurement(long Oid, long Source, string Ticket, DateTime Start)
{
    /// <summary>When the source said that it has it. All times but the next one are of the gateway's clock.</summary>
    public DateTime? Written { get; init; }

    /// <summary>When it was committed, by the source's clock.</summary>
    public DateTime? Commit { get; init; }

    /// <summary>When it was read from the source's stream.</summary>
    public DateTime? Received { get; init; }

    /// <summary>When it was durable in the backlog.</summary>
    public DateTime? Durable { get; init; }

    public EquatableArray<LatencyPassage> Passages { get; init; }

    /// <summary>How many rows of the history it is at most.</summary>
    public int Rows => 4 + (3 * Passages.Count);

    /// <summary>True when all subscriptions have passed it that were there when it began and whose changes are applied now.</summary>
    public bool IsComplete(SubscriptionsAtWork work, CatalogSnapshot snapshot) => Durable is not null && work.Progress.Values
        .Where(progress => progress.State is SubscriptionState.AutoCorrectChangeData or SubscriptionState.ApplyChangeData && progress.BeginMarkerTime < Start && snapshot.SubscriptionsByOid.GetValueOrDefault(progress.Oid)?.Source == Source)
        .All(progress => Passages.Any(passage => passage.Subscription == progress.Oid));
}

/// <param name="Subscription">Its OID.</param>
/// <param name="Applied">When everything before the mark, and what went with it in a local transaction, was in the target, but not committed yet.</param>
/// <param name="Committed">When that transaction had committed.</param>
public sealed record LatencyPassage(long Subscription, DateTime Applied, DateTime Committed);
