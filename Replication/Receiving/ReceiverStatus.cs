using System.Collections.Immutable;

namespace FederationGateway.Replication.Receiving;

/// <summary>What a receiver does and has done since it was made.</summary>
public sealed record ReceiverStatus(ReceiverState State)
{
    public long Chunks { get; init; }

    /// <summary>Transactions that ended; those without rows, which only tell of positions, too.</summary>
    public long Transactions { get; init; }

    public long Rows { get; init; }

    /// <summary>Bytes of the rows in memory.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows by the <see cref="Adapters.Abstractions.CapturedTable.Id"/> of their table.</summary>
    public ImmutableDictionary<int, long> TableRows { get; init; } = ImmutableDictionary<int, long>.Empty;

    /// <summary>When the last chunk became durable, UTC.</summary>
    public DateTime? LastReceived { get; init; }

    /// <summary>When its last transaction committed, by the source's clock.</summary>
    public DateTime? LastCommit { get; init; }

    /// <summary>Between the two: how long a change took from its commit to be safe here. Includes the difference of the clocks.</summary>
    public TimeSpan? Latency => LastReceived - LastCommit;

    /// <summary>Since when the stream is open, UTC; null when it is not.</summary>
    public DateTime? Connected { get; init; }

    /// <summary>What went wrong last; null when it is over.</summary>
    public ReceiverFailure? Failure { get; init; }
}

public enum ReceiverState
{
    /// <summary>Not started, or stopped by <see cref="Receiver.StopAsync"/>.</summary>
    Stopped,

    Connecting,
    Receiving,

    /// <summary>The backlog is full: the source waits.</summary>
    WaitingForRoom,

    /// <summary>It is tried again by itself.</summary>
    WaitingToRetry,

    /// <summary>It is not tried again by itself.</summary>
    Failed,
}
