using FederationGateway.Adapters.Abstractions;
using FederationGateway.Replication.Receiving;

namespace FederationGateway.Replication.Provisioning;

/// <summary>
/// Which chunks of the backlog have rows of a table, and since when they wait: of many only some are kept, always the oldest that somebody needs. Of what is in the backlog when it is opened it is
/// not known. Hears what a receiver tells, and passes it on. Thread-safe.
/// </summary>
/// <param name="opened">The last chunk of the backlog when it was opened.</param>
internal sealed class PendingChanges(long opened, IReceiverEvents next, Action connected) : IReceiverEvents
{
    private const int MostKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<(long Chunk, DateTime Since)>> _tables = [];

    public ValueTask ConnectedAsync(ChangePosition after)
    {
        connected();
        return next.ConnectedAsync(after);
    }

    public void Received(in ReceivedChunk chunk)
    {
        // By the source's clock or by ours, whichever says that it has waited longer: the stream may have been closed since.
        var since = chunk.Commit < chunk.Durable ? chunk.Commit : chunk.Durable;
        lock (_lock)
            foreach (var table in chunk.Tables) Add(table, chunk.Number, since);
        next.Received(chunk);
    }

    public ValueTask FailedAsync(ReceiverFailure failure) => next.FailedAsync(failure);

    public ValueTask BacklogLevelChangedAsync(BacklogLevel level, long bytes, long mostBytes) => next.BacklogLevelChangedAsync(level, bytes, mostBytes);

    /// <summary>Nobody needs the chunks up to a number any more.</summary>
    public void Settled(long chunk)
    {
        lock (_lock)
            foreach (var waiting in _tables.Values) waiting.RemoveAll(one => one.Chunk <= chunk);
    }

    /// <summary>Whether there are rows of a table behind a chunk, or may be, and since when the oldest of them waits as far as that is known.</summary>
    public (bool IsAny, DateTime? Since) Behind(int table, long chunk)
    {
        if (chunk < opened) return (true, null);
        lock (_lock)
        {
            var index = _tables.TryGetValue(table, out var waiting) ? waiting.FindIndex(one => one.Chunk > chunk) : -1;
            return index < 0 ? (false, null) : (true, waiting![index].Since);
        }
    }

    private void Add(int table, long chunk, DateTime since)
    {
        if (!_tables.TryGetValue(table, out var waiting)) _tables.Add(table, waiting = []);
        if (waiting.Count == MostKept)
        {
            // The last one stays: behind it is nothing.
            for (var i = MostKept - 2; i > 0; i -= 2) waiting.RemoveAt(i);
        }

        waiting.Add((chunk, since));
    }
}
