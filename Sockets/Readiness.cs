using System.Threading.Tasks.Sources;

namespace FederationGateway.Sockets;

/// <summary>One direction of a socket that somebody may be waiting for. Used again and again; one wait at a time. Guarded by its stream's lock, but for the source's own members.</summary>
internal sealed class Readiness : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    public bool IsAwaited { get; private set; }

    public ValueTask Begin()
    {
        _core.Reset();
        IsAwaited = true;
        return new ValueTask(this, _core.Version);
    }

    public void Complete()
    {
        if (!IsAwaited) return;
        IsAwaited = false;
        _core.SetResult(true);
    }

    public void Fail(Exception error)
    {
        if (!IsAwaited) return;
        IsAwaited = false;
        _core.SetException(error);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
