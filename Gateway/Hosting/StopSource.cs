namespace FederationGateway.Gateway.Hosting;

/// <summary>Stops work that goes on by itself. Stopping what has ended already does nothing.</summary>
internal sealed class StopSource : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private bool _hasEnded;

    public StopSource() => Token = _stop.Token;

    /// <summary>Also good when the work has ended.</summary>
    public CancellationToken Token { get; }

    // What is cancelled ends on threads of its own: whoever asks does not wait for that.
    public void Stop()
    {
        lock (_lock)
            if (!_hasEnded) _ = _stop.CancelAsync();
    }

    /// <summary>Called when the work has ended.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _stop.Dispose();
        }
    }
}
