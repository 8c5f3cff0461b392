namespace FederationGateway.Federation;

/// <summary>The latest statements sent to sources, running ones included: a ring, so that its memory is bounded.</summary>
public sealed class RemoteStatementLog(int capacity = 1000)
{
    private readonly RemoteStatementRecord?[] _ring = new RemoteStatementRecord?[capacity];
    private long _next;

    public void Add(RemoteStatementRecord record) => Volatile.Write(ref _ring[(Interlocked.Increment(ref _next) - 1) % capacity], record);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<RemoteStatementRecord> Snapshot()
    {
        var next = Interlocked.Read(ref _next);
        List<RemoteStatementRecord> records = [];
        for (var i = Math.Max(0, next - capacity); i < next; i++)
            if (Volatile.Read(ref _ring[i % capacity]) is { } record) records.Add(record);
        return records;
    }
}
