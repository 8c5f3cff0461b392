using System.Net.Sockets;

namespace FederationGateway.Sockets;

/// <summary>Linux's error numbers of connect(2) as the runtime names them.</summary>
internal static class ConnectErrors
{
    public static SocketError Of(int error) => error switch
    {
        13 => SocketError.AccessDenied,
        99 => SocketError.AddressNotAvailable,
        101 => SocketError.NetworkUnreachable,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };
}
