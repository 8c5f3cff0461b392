using System.Globalization;
using FederationGateway.DuckDb;

namespace FederationGateway.Gateway.Statements;

/// <summary>Engines of single statements, for sessions that set <c>statement_memory_limit</c>: the engine that all share has one limit for all.</summary>
/// <param name="options">Those of the shared engine.</param>
public sealed class StatementEngines(EngineOptions options)
{
    private long _last;

    /// <summary>An engine that spills, or fails with 53200, when it needs more than <paramref name="memoryLimitBytes"/>.</summary>
    public StatementEngine Open(long memoryLimitBytes) => new(options with
    {
        MemoryLimitBytes = options.MemoryLimitBytes is { } most ? Math.Min(most, memoryLimitBytes) : memoryLimitBytes,
        TempDirectory = options.TempDirectory is { } directory ? string.Create(CultureInfo.InvariantCulture, $"{directory}-{Interlocked.Increment(ref _last)}") : null,
    });
}

/// <summary>One statement's engine. Disposing it frees its memory and what it has spilled.</summary>
public sealed class StatementEngine : IDisposable
{
    private readonly string? _directory;

    internal StatementEngine(EngineOptions options)
    {
        _directory = options.TempDirectory;
        Host = new EngineHost(options);
    }

    public EngineHost Host { get; }

    public void Dispose()
    {
        Host.Dispose();
        if (_directory is not null && Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }
}
