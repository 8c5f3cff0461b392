using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Replication.Receiving;

/// <summary>
/// What a receiver tells whoever watches it. It goes on when a call has returned; a call does not throw, and does not ask the receiver to stop (that waits for the call).
/// </summary>
public interface IReceiverEvents
{
    /// <summary>The stream is open, behind this position: what was wrong before is over.</summary>
    ValueTask ConnectedAsync(ChangePosition after);

    /// <summary>A chunk is durable and acknowledged as far as it ends transactions. Called for each chunk in order: to be quick.</summary>
    void Received(in ReceivedChunk chunk);

    /// <summary>The stream could not be opened or has ended.</summary>
    ValueTask FailedAsync(ReceiverFailure failure);

    /// <summary>The backlog has come to another level. At <see cref="BacklogLevel.Full"/> the source waits, until the level changes again.</summary>
    ValueTask BacklogLevelChangedAsync(BacklogLevel level, long bytes, long mostBytes);
}

/// <param name="Number">In the backlog.</param>
/// <param name="End">Where its last whole transaction ends; null when none does.</param>
public readonly record struct ReceivedChunk(long Number, ChangePosition? End, string? Marker, long Rows)
{
    /// <summary>When its last transaction committed, by the source's clock; UTC, like the next ones.</summary>
    public DateTime Commit { get; init; }

    /// <summary>When it was read from the stream.</summary>
    public DateTime Read { get; init; }

    /// <summary>When it was durable.</summary>
    public DateTime Durable { get; init; }

    /// <summary>The <see cref="CapturedTable.Id"/>s of tables it has rows of.</summary>
    public IReadOnlyList<int> Tables { get; init; } = [];
}

/// <summary>Why a receiver does not receive.</summary>
/// <param name="Retries">How often it was tried again since it last worked.</param>
/// <param name="NextRetry">When it is tried next, UTC; null when it is not, since that would not help: <see cref="Receiver.StartAsync"/> does when the cause was mended.</param>
public sealed record ReceiverFailure(GatewayException Error, int Retries, DateTime? NextRetry)
{
    public bool IsTransient => NextRetry is not null;
}

/// <summary>How full a backlog is.</summary>
public enum BacklogLevel
{
    Normal,
    NearlyFull,
    Full,
}
