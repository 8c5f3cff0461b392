namespace FederationGateway.PgWire.Session;

/// <summary>
/// Which work a cancel request of this session stops: at most one source at a time, none between statements. Safe from any thread.
/// </summary>
public sealed class CancellationScope
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _current;

    /// <summary>Why everything is being stopped for good, once it is.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>From now on a cancel request stops <paramref name="work"/>; until the result is disposed, which comes before the source is.</summary>
    public Running Enter(CancellationTokenSource work)
    {
        lock (_lock)
        {
            _current = work;
            if (IsAborted) _ = work.CancelAsync();
        }

        return new Running(this);
    }

    /// <summary>The user asked: stops what runs now.</summary>
    public void Cancel()
    {
        // The callbacks run elsewhere: they may take their time, and the lock only guards the source's life.
        lock (_lock) _ = _current?.CancelAsync();
    }

    /// <summary>The client is gone or the server stops: stops what runs now and whatever starts later.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            IsAborted = true;
            _ = _current?.CancelAsync();
        }
    }

    /// <summary>Ends the work's exposure to cancel requests.</summary>
    public readonly struct Running(CancellationScope scope) : IDisposable
    {
        public void Dispose()
        {
            lock (scope._lock) scope._current = null;
        }
    }
}
