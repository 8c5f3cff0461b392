using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Session;

/// <summary>A session's way to its client: both directions of the connection, what may cancel its work, and what else it has to say.</summary>
internal sealed class SessionLink(WireInput input, WireOutput output, CancellationScope cancellation, ClientChannel channel, FrameLimits limits, CancellationToken connectionAborted)
{
    public WireInput Input { get; } = input;

    public WireOutput Output { get; } = output;

    public WireBuffer Wire => Output.Buffer;

    public CancellationScope Cancellation { get; } = cancellation;

    public CancellationToken ConnectionAborted { get; } = connectionAborted;

    public FrameLimits Limits { get; } = limits;

    public ValueTask<WireFrame?> ReadFrameAsync(CancellationToken cancellationToken) => Input.ReadFrameAsync(Limits, cancellationToken);

    public ValueTask FlushAsync() => Output.FlushAsync(ConnectionAborted);

    /// <summary>Writes notices and changed settings that have collected.</summary>
    public void WriteAsides() => channel.WriteTo(Wire);

    /// <summary>To be called before waiting for the session: a client that vanishes meanwhile aborts the work. Nothing of the last frame may be in use.</summary>
    public void WatchForClose() => Input.WatchForClose(Cancellation.Abort);

    /// <summary>Awaits the session's work, watching the client unless it is done at once.</summary>
    public ValueTask<T> WatchAsync<T>(ValueTask<T> work)
    {
        if (!work.IsCompleted) WatchForClose();
        return work;
    }

    /// <summary>As <see cref="WatchAsync{T}"/>.</summary>
    public ValueTask WatchAsync(ValueTask work)
    {
        if (!work.IsCompleted) WatchForClose();
        return work;
    }
}
