namespace FederationGateway.Gateway.Monitoring;

/// <summary>One statement of a client: what <c>M_STATEMENTS</c> shows. Written by its session, read by anyone at any time.</summary>
public sealed class StatementRecord(long id, int sessionId, string user, string applicationName, string text, DateTime startTime)
{
    private long _rows;
    private long _endTicks;
    private long _waitStartTicks;
    private long _waitEndTicks;
    private string? _planKind;
    private string? _error;

    public long Id { get; } = id;

    public int SessionId { get; } = sessionId;

    public string User { get; } = user;

    public string ApplicationName { get; } = applicationName;

    public string Text { get; } = text;

    public DateTime StartTime { get; } = startTime;

    public long Rows => Interlocked.Read(ref _rows);

    public DateTime? EndTime => Interlocked.Read(ref _endTicks) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>True while it waits for its turn to run.</summary>
    public bool IsQueued => EndTime is null && Interlocked.Read(ref _waitStartTicks) != 0 && Interlocked.Read(ref _waitEndTicks) == 0;

    /// <summary>Where its plan reads from, once it is known; null for a statement without one.</summary>
    public string? PlanKind
    {
        get => Volatile.Read(ref _planKind);
        set => Volatile.Write(ref _planKind, value);
    }

    public string? Error => Volatile.Read(ref _error);

    /// <summary>How long it has waited for its turn, up to now when it still does.</summary>
    public TimeSpan QueueTime(DateTime now)
    {
        if (Interlocked.Read(ref _waitStartTicks) is not (> 0 and var start)) return TimeSpan.Zero;
        var end = Interlocked.Read(ref _waitEndTicks) is > 0 and var ended ? ended : EndTime?.Ticks ?? now.Ticks;
        return TimeSpan.FromTicks(Math.Max(0, end - start));
    }

    public void Wait(DateTime now) => Interlocked.Exchange(ref _waitStartTicks, now.Ticks);

    public void EndWait(DateTime now) => Interlocked.Exchange(ref _waitEndTicks, now.Ticks);

    public void AddRows(long count) => Interlocked.Add(ref _rows, count);

    public void End(DateTime time, string? error)
    {
        if (Interlocked.Read(ref _endTicks) != 0) return;
        Volatile.Write(ref _error, error);
        Interlocked.Exchange(ref _endTicks, time.Ticks);
    }
}
