using System.Net;
using System.Net.Sockets;

namespace FederationGateway.Sockets.Tests;

/// <summary>Two ends of one connection over the loopback: the stream under test and a plain socket.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(SocketStream stream, Socket peer) => (Stream, Peer) = (stream, peer);

    public SocketStream Stream { get; }

    public Socket Peer { get; }

    /// <param name="withEngine">The stream of platforms that have no reactor.</param>
    public static async Task<SocketPair> CreateAsync(bool withEngine)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint!);
        var accepted = await listener.AcceptAsync();
        return new SocketPair(withEngine ? new EngineStream(accepted) : SocketStream.Open(accepted), peer);
    }

    public void Dispose()
    {
        Stream.Dispose();
        Peer.Dispose();
    }
}
