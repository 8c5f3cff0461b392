using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Catalog;

/// <summary>What the capture of a source is doing, at one moment; what was counted since the gateway started.</summary>
/// <param name="State">Of its receiver.</param>
public sealed record CaptureReport(CaptureRecord Capture, string State)
{
    /// <summary>True while the stream is open.</summary>
    public bool IsReceiving { get; init; }

    /// <summary>Why it is not; null when that is meant, or not known.</summary>
    public string? Failure { get; init; }

    public long Transactions { get; init; }

    public long Rows { get; init; }

    public long Bytes { get; init; }

    /// <summary>What came of tables, by their number in the capture.</summary>
    public IReadOnlyDictionary<int, ReceivedRows> Tables { get; init; } = new Dictionary<int, ReceivedRows>();

    /// <summary>The source's name for the last transaction that came; null when none has.</summary>
    public string? LastTransactionId { get; init; }

    /// <summary>Where the stream has come to; of what came before the gateway started, too.</summary>
    public ChangePosition? Position { get; init; }

    /// <summary>When something came last, UTC, and when that was committed by the source's clock.</summary>
    public DateTime? LastReceived { get; init; }

    public DateTime? LastCommit { get; init; }

    /// <summary>Bytes of the backlog on disk, how many it may have, and the numbers it goes from and to.</summary>
    public long? BacklogBytes { get; init; }

    public long? BacklogMostBytes { get; init; }

    public long? FirstChunk { get; init; }

    public long? LastChunk { get; init; }

    /// <summary>How it stood at the source when that was asked last, and when that was; null before the first answer.</summary>
    public CaptureStatus? Status { get; init; }

    public DateTime? StatusTime { get; init; }

    public IReadOnlyDictionary<long, SubscriptionReport> Subscriptions { get; init; } = new Dictionary<long, SubscriptionReport>();
}

/// <summary>How far behind a subscription is.</summary>
/// <param name="LagBytes">What of the backlog it has not applied yet, when there is something for it among that, and while the stream is closed what the source keeps besides.</param>
/// <param name="Lag">By how much its target is older than the source, as far as is known; null while it is not distributed.</param>
/// <param name="Latency">How long what it applied last had been in the backlog; null when that was nothing since the start.</param>
public sealed record SubscriptionReport(long LagBytes, TimeSpan? Lag, TimeSpan? Latency)
{
    /// <summary>What a RESYNC under way is doing; null when there is none.</summary>
    public ResyncReport? Resync { get; init; }
}

/// <summary>What came of a table of a capture.</summary>
/// <param name="Bytes">Of the rows in memory.</param>
/// <param name="Received">When the last of them was durable, UTC.</param>
/// <param name="Commit">When that was committed, by the source's clock.</param>
public sealed record ReceivedRows(long Rows, long Bytes, DateTime Received, DateTime Commit)
{
    /// <summary>How long the last of them took from its commit to be safe here. Includes the difference of the clocks.</summary>
    public TimeSpan Latency => Received - Commit;
}

/// <param name="Rows">Rows read from the source.</param>
public sealed record ResyncReport(string Step, long Rows);
