using System.Collections.Immutable;
using FederationGateway.Catalog;

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

    /// <summary>What came of tables, by their <see cref="Adapters.Abstractions.CapturedTable.Id"/>.</summary>
    public ImmutableDictionary<int, ReceivedRows> Tables { get; init; } = ImmutableDictionary<int, ReceivedRows>.Empty;

    /// <summary>The source's name for the last transaction that ended and has one.</summary>
    public string? LastTransactionId { get; init; }

    /// <summary>When the last chunk became durable, UTC.</summary>
    public DateTime? LastReceived { get; init; }

    /// <summary>When its last transaction committed, by the source's clock.</summary>
    public DateTime? LastCommit { get; init; }

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
