namespace FederationGateway.Gateway.Monitoring;

/// <summary>One statement of a client: what <c>M_STATEMENTS</c> shows. Written by its session, read by anyone at any time.</summary>
public sealed class StatementRecord(long id, int sessionId, string user, string applicationName, string text, DateTime startTime)
{
    private long _rows;
    private long _endTicks;
    private string? _error;

    public long Id { get; } = id;

    public int SessionId { get; } = sessionId;

    public string User { get; } = user;

    public string ApplicationName { get; } = applicationName;

    public string Text { get; } = text;

    public DateTime StartTime { get; } = startTime;

    public long Rows => Interlocked.Read(ref _rows);

    public DateTime? EndTime => Interlocked.Read(ref _endTicks) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    public string? Error => Volatile.Read(ref _error);

    public void AddRows(long count) => Interlocked.Add(ref _rows, count);

    public void End(DateTime time, string? error)
    {
        if (Interlocked.Read(ref _endTicks) != 0) return;
        Volatile.Write(ref _error, error);
        Interlocked.Exchange(ref _endTicks, time.Ticks);
    }
}
