namespace FederationGateway.PgWire.Wire;

/// <summary>
/// The sending side of a connection: messages collect in <see cref="Buffer"/> until a flush. Awaiting the flush is the back-pressure:
/// a client that does not read stops whoever produces rows for it.
/// </summary>
public sealed class WireOutput(Stream stream) : IDisposable
{
    /// <summary>Producers flush at this size: large enough to make the system call cheap, small enough for 1,000 busy connections.</summary>
    public const int FlushThreshold = 256 * 1024;

    public WireBuffer Buffer { get; } = new();

    public bool WantsFlush => Buffer.Length >= FlushThreshold;

    /// <summary>Sends everything; <see cref="ClientGoneException"/> when nobody takes it. The token is the connection's: a statement's cancellation must not cut a message in half.</summary>
    public async ValueTask FlushAsync(CancellationToken connectionAborted)
    {
        if (Buffer.Length == 0) return;
        try
        {
            await stream.WriteAsync(Buffer.WrittenMemory, connectionAborted);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            throw new ClientGoneException(failure);
        }

        Buffer.Clear();
    }

    public void Dispose() => Buffer.Dispose();
}
