namespace FederationGateway.Replication.Backlog;

/// <summary>How much a backlog may hold.</summary>
public sealed record BacklogOptions
{
    /// <summary>Of so many bytes, in files small enough that some of them can go while the backlog is full.</summary>
    public static BacklogOptions Within(long mostBytes) => new() { MostBytes = mostBytes, SegmentBytes = (int)Math.Clamp(mostBytes / 16, 64 << 10, 16 << 20) };

    /// <summary>Bytes on disk from which on nothing more is taken until subscriptions have come further. A transaction that has begun is taken whole.</summary>
    public long MostBytes { get; init; } = 10_000_000_000;

    /// <summary>The part of <see cref="MostBytes"/> from which on the backlog counts as nearly full.</summary>
    public double NearlyFull { get; init; } = 0.9;

    /// <summary>Bytes after which a file is closed and the next begun: what is not needed any more is deleted by the file.</summary>
    public int SegmentBytes { get; init; } = 16 << 20;

    /// <summary>Bytes that may wait in memory to be written.</summary>
    public int MostPendingBytes { get; init; } = 16 << 20;
}
