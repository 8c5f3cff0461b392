using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Applying;

/// <summary>Reads a backlog by whole source transactions: one whose end has not come yet is not begun.</summary>
internal sealed class ChunkReader(IBacklog backlog)
{
    private long _whole;

    /// <summary>
    /// The chunk of a number when it is there, and with it the end of every transaction in it that has begun, up to a chunk; null otherwise. The caller disposes it.
    /// </summary>
    public async ValueTask<BacklogChunk?> TryReadAsync(long number, long until, CancellationToken cancellationToken)
    {
        until = Math.Min(until, backlog.Last);
        if (number > until) return null;
        var chunk = await backlog.ReadAsync(number, cancellationToken);
        if (!chunk.Chunk.EndsInTransaction || (number < _whole && _whole <= until)) return chunk;
        for (var next = number + 1; next <= until; next++)
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
