using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Federation;

/// <summary>One statement sent to a source: what <c>M_REMOTE_STATEMENTS</c> shows. Written by the task that runs it, read by anyone at any time.</summary>
public sealed class RemoteStatementRecord(long statementId, int sessionId, string userName, string source, string sql, RemoteProgress progress, DateTime startTime)
{
    // Texts are cut so that lists of many thousand keys do not stay in memory a thousand times.
    private const int LongestText = 16 * 1024;
    private long _rows;
    private long _endTicks;
    private long _durationMicroseconds;
    private string? _error;

    public long StatementId { get; } = statementId;

    public int SessionId { get; } = sessionId;

    public string UserName { get; } = userName;

    public string Source { get; } = source;

    /// <summary>True when how much it fetched tells of rows that are hidden from its user.</summary>
    public bool IsConfidential { get; init; }

    public string Sql { get; } = sql.Length <= LongestText ? sql : sql[..LongestText];

    public DateTime StartTime { get; } = startTime;

    public long Rows => Interlocked.Read(ref _rows);

    public long Bytes => progress.BytesReceived;

    public int Connections => progress.Connections;

    public DateTime? EndTime => Interlocked.Read(ref _endTicks) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>From sending to the last row, in microseconds; 0 while running.</summary>
    public long DurationMicroseconds => Interlocked.Read(ref _durationMicroseconds);

    /// <summary>Why it ended early, in one sentence.</summary>
    public string? Error => Volatile.Read(ref _error);

    public void AddRows(long count) => Interlocked.Add(ref _rows, count);

    public void End(DateTime endTime, TimeSpan duration, string? error)
    {
        Volatile.Write(ref _error, error);
        Interlocked.Exchange(ref _durationMicroseconds, Math.Max(1, (long)duration.TotalMicroseconds));
        Interlocked.Exchange(ref _endTicks, endTime.Ticks);
    }
}
