using System.Diagnostics;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// Keeps an engine available: when the instance has invalidated itself, the next connection gets a fresh one. In memory the new one starts empty at
/// once; a file is reopened with every committed row, after the connections of the failed instance have been closed and their statements cancelled.
/// </summary>
public sealed class EngineHost : IDisposable
{
    private static readonly TimeSpan s_closingTime = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly List<ScalarFunction> _functions = [];
    private readonly EngineOptions _options;
    private DuckDbEngine _engine;
    private bool _isDisposed;

    public EngineHost(EngineOptions options)
    {
        _options = options;
        _engine = DuckDbEngine.Open(options);
    }

    /// <summary>How often a failed engine was replaced.</summary>
    public int ReopenCount { get; private set; }

    /// <summary>The engine in use. Slots belong to it: open them on the engine of the connection that will read them.</summary>
    public DuckDbEngine Engine
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_engine.IsInvalidated) Reopen();
                return _engine;
            }
        }
    }

    /// <summary>A connection to a working engine. Blocks while a failed one is replaced; 57P03 when that takes too long.</summary>
    public DuckDbConnection Connect() => Engine.Connect();

    /// <summary>Makes the function available to all connections, also after a reopening.</summary>
    public void RegisterScalarFunction(ScalarFunction function)
    {
        lock (_gate)
        {
            Engine.RegisterScalarFunction(function);
            _functions.Add(function);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _engine.Dispose();
        }
    }

    private void Reopen()
    {
        var failed = _engine;
        failed.Dispose();
        if (_options.DatabasePath is not null) WaitForConnections(failed);
        _engine = DuckDbEngine.Open(_options with { Functions = [.. _options.Functions, .. _functions] });
        ReopenCount++;
    }

    private static void WaitForConnections(DuckDbEngine failed)
    {
        var started = Stopwatch.GetTimestamp();
        while (failed.ConnectionCount > 0)
        {
            foreach (var connection in failed.Connections) connection.Dispose();
            if (Stopwatch.GetElapsedTime(started) > s_closingTime)
                throw new GatewayException(SqlState.CannotConnectNow, "the embedded engine is restarting") { Detail = "Statements of the failed instance are still ending." };
            Thread.Sleep(TimeSpan.FromMilliseconds(5));
        }
    }
}
