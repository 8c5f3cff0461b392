using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Replication.Receiving;

namespace FederationGateway.Replication.Provisioning;

/// <summary>What the capture of a source is doing, at one moment.</summary>
/// <param name="Receiver">Null while it is not at work.</param>
/// <param name="Status">How it stood at the source when that was asked last; null before the first answer.</param>
public sealed record CaptureReport(CaptureRecord Capture, ReceiverStatus? Receiver, CaptureStatus? Status, DateTime? StatusTime)
{
    /// <summary>Bytes of the backlog on disk, and how many it may have.</summary>
    public long? BacklogBytes { get; init; }

    public long? BacklogMostBytes { get; init; }

    public long? FirstChunk { get; init; }

    public long? LastChunk { get; init; }

    public IReadOnlyDictionary<long, SubscriptionReport> Subscriptions { get; init; } = new Dictionary<long, SubscriptionReport>();
}

/// <summary>How far behind a subscription is.</summary>
/// <param name="BacklogBytes">What of the backlog it has not applied yet.</param>
/// <param name="Latency">How long what it applied last had been in the backlog; null when that was nothing since the start.</param>
public sealed record SubscriptionReport(long BacklogBytes, TimeSpan? Latency);
