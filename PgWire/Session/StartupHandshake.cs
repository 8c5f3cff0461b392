using System.Globalization;
using FederationGateway.Common;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Server;
using FederationGateway.PgWire.Wire;
using FederationGateway.Sockets;

namespace FederationGateway.PgWire.Session;

/// <summary>The first packets of a connection: encryption is settled, then a startup message or a cancel request comes.</summary>
internal sealed class StartupHandshake(SocketStream socket, ServerTls? tls) : IDisposable
{
    private const byte TlsHandshakeRecord = 0x16;
    private const int NewestMinorVersion = 2;

    /// <summary>Protocol 3.2 made the secrets of cancel requests as long as servers like.</summary>
    public const int LongSecretsMinorVersion = 2;

    private readonly byte[] _answer = new byte[1];

    public Stream Stream { get; private set; } = socket;

    public WireInput Input { get; private set; } = null!;

    public WireOutput Output { get; private set; } = null!;

    public bool IsEncrypted { get; private set; }

    /// <summary>What a login can be bound to; null in clear.</summary>
    public byte[]? ChannelBinding => IsEncrypted ? tls!.EndPointBinding : null;

    /// <summary>The minor version of protocol 3 that was agreed on.</summary>
    public int MinorVersion { get; private set; }

    /// <summary>What the client wants in the end, or <c>null</c> when it left before saying.</summary>
    public async Task<StartupPacket?> RunAsync(CancellationToken cancellationToken)
    {
        Open(Stream);
        if (tls is not null && await StartsWithTlsAsync(cancellationToken)) await EncryptAsync(isDirect: true, cancellationToken);
        var triedGss = false;
        while (true)
        {
            if (await Input.ReadStartupPacketAsync(StartupPacket.MaxLength, cancellationToken) is not { } body) return null;
            switch (StartupPacket.Read(body.Span))
            {
                case SslRequest when !IsEncrypted:
                    await AnswerAsync(tls is null ? (byte)'N' : (byte)'S', cancellationToken);
                    if (tls is not null) await EncryptAsync(isDirect: false, cancellationToken);
                    break;
                case GssEncryptionRequest when !triedGss && !IsEncrypted:
                    triedGss = true;
                    await AnswerAsync((byte)'N', cancellationToken);
                    break;
                case StartupMessage message:
                    Negotiate(message);
                    return message;
                case CancelRequest cancel:
                    return cancel;
                default:
                    throw new GatewayException(SqlState.ProtocolViolation, "unsupported encryption request");
            }
        }
    }

    public void Dispose()
    {
        Input?.Dispose();
        Output?.Dispose();
        Stream.Dispose();
    }

    private void Open(Stream stream)
    {
        Input?.Dispose();
        Output?.Dispose();
        (Stream, Input, Output) = (stream, new WireInput(stream, socket), new WireOutput(stream));
    }

    private async ValueTask<bool> StartsWithTlsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = await socket.PeekAsync(_answer, cancellationToken);
            return count == 1 && _answer[0] == TlsHandshakeRecord;
        }
        catch (IOException broken)
        {
            throw new ClientGoneException(broken);
        }
    }

    private async Task EncryptAsync(bool isDirect, CancellationToken cancellationToken)
    {
        // What came in clear after the request could have been put there by somebody in between, and must not be taken for the client's.
        if (Input.Buffered > 0) throw new GatewayException(SqlState.ProtocolViolation, "received unencrypted data after SSL request");
        try
        {
            Open(await tls!.AuthenticateAsync(Stream, isDirect, cancellationToken));
        }
        catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException)
        {
            throw new ClientGoneException(failure);
        }

        IsEncrypted = true;
    }

    private async Task AnswerAsync(byte answer, CancellationToken cancellationToken)
    {
        Output.Buffer.WriteByte(answer);
        await Output.FlushAsync(cancellationToken);
    }

    private void Negotiate(StartupMessage message)
    {
        if (message.Major != 3)
            throw new GatewayException(SqlState.FeatureNotSupported, string.Create(CultureInfo.InvariantCulture, $"unsupported frontend protocol {message.Major}.{message.Minor}: server supports 3.0 to 3.{NewestMinorVersion}"));
        MinorVersion = Math.Min(message.Minor, NewestMinorVersion);
        if (message.Minor > NewestMinorVersion || message.ProtocolOptions.Count > 0)
            NegotiateProtocolVersion.Write(Output.Buffer, message.Major, MinorVersion, message.ProtocolOptions);
    }
}
