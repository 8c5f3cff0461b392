using System.Net.Sockets;

namespace FederationGateway.Sockets;

/// <summary>A socket waited for by the runtime's own engine, where this room has none.</summary>
internal sealed class EngineStream(Socket socket) : SocketStream
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly Patience _patience = new();

    public override int Available => socket.Available;

    public override bool IsReadable => socket.Poll(0, SelectMode.SelectRead);

    public override void WaitBriefly()
    {
        if (!_patience.TryBegin()) return;
        try
        {
            _patience.End(socket.Poll(Patience.MostMilliseconds * 1000, SelectMode.SelectRead));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The read that follows says what is wrong.
            _patience.End(answered: false);
        }
    }

    public override async ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.Peek, cancellationToken);
        }
        catch (SocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _stream.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _stream.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }
}
