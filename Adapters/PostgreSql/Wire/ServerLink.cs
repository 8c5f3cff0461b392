using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FederationGateway.Sockets;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>The byte stream to a server: TCP or a Unix socket, with or without TLS.</summary>
internal sealed class ServerLink : IDisposable
{
    private const int SslRequestCode = 80877103;
    private readonly SocketStream _socket;

    private ServerLink(SocketStream socket, Stream stream, bool isEncrypted) => (_socket, Stream, IsEncrypted) = (socket, stream, isEncrypted);

    public Stream Stream { get; }

    public bool IsEncrypted { get; }

    /// <summary>Connects, and encrypts as the mode says. <paramref name="allowTls"/> is false for the second try of <c>prefer</c>.</summary>
    public static async Task<ServerLink> OpenAsync(PostgreSqlOptions options, bool allowTls, CancellationToken cancellationToken)
    {
        var isLocal = options.Host.StartsWith('/');
        var socket = isLocal ? await SocketStream.ConnectAsync(SocketPath(options), cancellationToken) : await SocketStream.ConnectAsync(options.Host, options.Port, cancellationToken);
        try
        {
            if (isLocal || !allowTls || options.Tls == TlsMode.Disable) return new ServerLink(socket, socket, isEncrypted: false);
            return await OfferTlsAsync(socket, options, cancellationToken) is { } tls
                ? new ServerLink(socket, tls, isEncrypted: true)
                : new ServerLink(socket, socket, isEncrypted: false);
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    /// <summary>True when the idle link has something to say, which an idle server does only to end it.</summary>
    public bool IsStale
    {
        get
        {
            try
            {
                return _socket.IsReadable;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Before the beginning of an answer is read: waits for it on this thread when the server is one that answers at once. Threads that waited in the middle of large
    /// answers made scans a fifth slower: encoding and sending had none left.
    /// </summary>
    public void WaitBriefly() => _socket.WaitBriefly();

    /// <summary>Ends the link at once; reads and writes under way fail.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        Stream.Dispose();
    }

    private static string SocketPath(PostgreSqlOptions options) => string.Create(CultureInfo.InvariantCulture, $"{options.Host}/.s.PGSQL.{options.Port}");

    /// <summary>SSLRequest: the server answers one byte, S or N, before anything else.</summary>
    private static async Task<SslStream?> OfferTlsAsync(SocketStream stream, PostgreSqlOptions options, CancellationToken cancellationToken)
    {
        var request = new MessageWriter().BeginWithoutCode().WriteInt32(SslRequestCode).Take();
        await stream.WriteAsync(request, cancellationToken);
        var answer = new byte[1];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        if (answer[0] != (byte)'S')
        {
            return options.Tls == TlsMode.Prefer ? null : throw new AuthenticationException("the server does not support TLS");
        }

        // What came before the handshake was not encrypted: nothing may be read from it afterwards.
        if (stream.Available > 0) throw new AuthenticationException("the server sent data before the TLS handshake");
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(CertificateTrust.OptionsFor(options), cancellationToken);
        return tls;
    }
}
