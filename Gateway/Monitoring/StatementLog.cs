namespace FederationGateway.Gateway.Monitoring;

/// <summary>The latest statements of all clients, running ones included, in a ring.</summary>
public sealed class StatementLog(TimeProvider timeProvider, int capacity = 1000)
{
    // Texts are cut so that a hundred-megabyte statement does not stay in memory a thousand times.
    private const int LongestText = 16 * 1024;
    private readonly StatementRecord?[] _ring = new StatementRecord?[capacity];
    private long _last;

    public StatementRecord Start(int sessionId, string user, string applicationName, string text)
    {
        var id = Interlocked.Increment(ref _last);
        var record = new StatementRecord(id, sessionId, user, applicationName, text.Length <= LongestText ? text : text[..LongestText], timeProvider.GetUtcNow().UtcDateTime);
        Volatile.Write(ref _ring[id % capacity], record);
        return record;
    }

    public void End(StatementRecord record, string? error) => record.End(timeProvider.GetUtcNow().UtcDateTime, error);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StatementRecord> Snapshot() => [.. _ring.OfType<StatementRecord>().OrderBy(record => record.Id)];
}
