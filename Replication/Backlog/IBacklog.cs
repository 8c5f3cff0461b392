using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// What has come from a source's stream and is kept, in order, until no subscription needs it. Chunks are numbered from 1 without gaps. They are durable before anybody sees them, and
/// so is the end of a transaction before its first chunk is seen: who reads a chunk that ends in a transaction finds the rest of it. Thread-safe.
/// </summary>
public interface IBacklog
{
    /// <summary>The number of the last chunk that can be read; 0 before the first.</summary>
    long Last { get; }

    /// <summary>The oldest number that is still there; one more than <see cref="Last"/> when nothing is.</summary>
    long First { get; }

    /// <summary>The number of the chunk with this marker; null when it has not come yet, or was trimmed.</summary>
    long? FindMarker(string marker);

    /// <summary>Bytes on disk of the chunks behind a number.</summary>
    long BytesAfter(long number);

    /// <summary>The chunk of a number, the caller's to dispose; waits until it is there. Asking for one that was trimmed is an internal error.</summary>
    ValueTask<BacklogChunk> ReadAsync(long number, CancellationToken cancellationToken);
}

/// <param name="Received">When it became durable, UTC.</param>
public sealed record BacklogChunk(long Number, ChangeChunk Chunk, DateTime Received) : IDisposable
{
    public void Dispose() => Chunk.Dispose();
}
