using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Applying;

/// <summary>Reads a backlog by whole source transactions: one whose end has not come yet is not begun.</summary>
internal sealed class ChunkReader(IBacklog backlog)
{
    private long _whole;

    /// <summary>
    /// The chunk of a number when it is there, and with it the end of every transaction in it that has begun; null otherwise. The caller disposes it.
    /// </summary>
    public async ValueTask<BacklogChunk?> TryReadAsync(long number, CancellationToken cancellationToken)
    {
        if (number > backlog.Last) return null;
        var chunk = await backlog.ReadAsync(number, cancellationToken);
        if (!chunk.Chunk.EndsInTransaction || number <= _whole) return chunk;
        for (var next = number + 1; next <= backlog.Last; next++)
        {
            using var following = await backlog.ReadAsync(next, cancellationToken);
            if (following.Chunk.EndsInTransaction) continue;
            _whole = next;
            return chunk;
        }

        chunk.Dispose();
        return null;
    }
}
