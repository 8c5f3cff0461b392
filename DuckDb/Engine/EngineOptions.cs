namespace FederationGateway.DuckDb;

/// <summary>How an engine instance is opened. Everything is fixed at opening; afterwards no statement can change a setting but the time zone and search path.</summary>
public sealed record EngineOptions
{
    /// <summary>The database file, created when missing; null for an instance in memory. A file is open once in a process, and in one process.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>Memory the engine may use before it spills or fails with 53200; null for the engine's default (80% of the machine).</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Engine threads; null for one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Where larger-than-memory operators spill; null forbids spilling.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Bytes that may be spilled at once; null for what the disk has room for.</summary>
    public long? TempLimitBytes { get; init; }

    /// <summary>Whether statements may touch any file the process may. Off, only <see cref="AllowedDirectories"/> and the own database file can be reached.</summary>
    public bool AllowExternalAccess { get; init; }

    /// <summary>Directories (with everything below) that statements may read and write although external access is off.</summary>
    public IReadOnlyList<string> AllowedDirectories { get; init; } = [];

    /// <summary>Functions available to every statement, registered again whenever the instance is reopened.</summary>
    public IReadOnlyList<ScalarFunction> Functions { get; init; } = [];
}
