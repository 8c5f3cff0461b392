using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using FederationGateway.Common;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Server;
using FederationGateway.PgWire.Wire;
using FederationGateway.Sockets;
using Microsoft.Extensions.Logging;

namespace FederationGateway.PgWire.Session;

/// <summary>
/// One connection from accept to close: 1. encryption and startup, 2. login, 3. a session, 4. its messages. Whatever goes wrong on the way is told to the
/// client once, if it is still there, and nothing but this connection ends.
/// </summary>
internal sealed class ClientConnection(Socket socket, ServerContext server) : ISessionControl, IDisposable
{
    // Bytes of the secret a cancel request needs: all that protocol 3.0 has room for, and enough.
    private const int ShortSecret = 4;
    private const int LongSecret = 32;

    private readonly StartupHandshake _handshake = new(SocketStream.Open(socket), server.Tls);
    private readonly EndPoint? _remote = socket.RemoteEndPoint;
    private readonly CancellationScope _cancellation = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenSource _terminated = new();
    private int _processId;
    private byte[] _secret = [];

    /// <summary>Serves the client until it leaves or <paramref name="stopping"/> ends the session between two requests.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await ServeAsync(stopping);
        }
        catch (ClientGoneException gone)
        {
            server.Log.ConnectionEnded(_remote, (gone.InnerException ?? gone).Message);
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            server.Log.ConnectionEnded(_remote, "the server stopped");
        }
        catch (Exception failure)
        {
            await TellAsync(failure);
        }
        finally
        {
            if (_processId != 0) server.Sessions.Remove(_processId);
        }
    }

    /// <summary>Ends the connection now, cancelling what its session does.</summary>
    public void Abort()
    {
        _cancellation.Abort();
        _aborted.Cancel();
    }

    public void Cancel() => _cancellation.Cancel();

    public void Terminate()
    {
        try
        {
            // It may be the session itself that asks, which must not wait for its own end.
            _ = _terminated.CancelAsync();
            _cancellation.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    public void Dispose()
    {
        _terminated.Dispose();
        _handshake.Dispose();
        _aborted.Dispose();
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(server.Options.AuthenticationTimeout, server.Time);
        using var login = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping, _aborted.Token);
        StartupMessage start;
        var statements = new PreparedStatements();
        var channel = new ClientChannel(statements);
        IQuerySession session;
        try
        {
            // step 1
            var packet = await _handshake.RunAsync(login.Token);
            if (packet is CancelRequest cancel) server.Sessions.Cancel(cancel.ProcessId, cancel.Secret.Span);
            if (packet is not StartupMessage message) return;
            start = message;
            // step 2
            var user = await LogInAsync(start, login.Token);
            // step 3
            session = await OpenSessionAsync(user, start, channel, login.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new GatewayException(SqlState.QueryCanceled, "canceling authentication due to timeout");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new GatewayException(SqlState.CannotConnectNow, "the database system is shutting down");
        }

        // step 4
        timeout.Dispose();
        await using (session)
        {
            var link = new SessionLink(_handshake.Input, _handshake.Output, _cancellation, channel, new FrameLimits(server.Options.MaxMessageLength), _aborted.Token);
            WriteGreeting(session);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, _terminated.Token);
            await new SessionLoop(session, link, statements, _processId, server.Log, server.Time).RunAsync(ending.Token);
        }

        server.Log.SessionClosed(_processId);
    }

    private async Task<string> LogInAsync(StartupMessage start, CancellationToken cancellationToken)
    {
        if (!start.Parameters.TryGetValue("user", out var user) || user.Length == 0)
            throw new GatewayException(SqlState.InvalidAuthorizationSpecification, "no PostgreSQL user name specified in startup packet");
        if (server.Options.RequireTls && !_handshake.IsEncrypted)
            throw new GatewayException(SqlState.InvalidAuthorizationSpecification, "connections without encryption are not accepted") { Hint = "Connect with sslmode=require, or verify-full and the server's certificate." };
        if (start.Parameters.TryGetValue("replication", out var replication) && replication is not ("" or "0" or "off" or "false" or "no"))
            throw GatewayException.Unsupported("a replication connection");
        _secret = RandomNumberGenerator.GetBytes(_handshake.MinorVersion >= StartupHandshake.LongSecretsMinorVersion ? LongSecret : ShortSecret);
        if (!server.Sessions.TryAdd(_cancellation, _secret, out _processId))
            throw new GatewayException(SqlState.TooManyConnections, "sorry, too many clients already");
        try
        {
            await new ScramLogin(server.Logins, _handshake.Input, _handshake.Output, _remote as IPEndPoint, _handshake.ChannelBinding).AuthenticateAsync(user, cancellationToken);
            return user;
        }
        catch (GatewayException refused)
        {
            server.Log.LoginFailed(user, _remote, refused.Message);
            throw;
        }
    }

    private async Task<IQuerySession> OpenSessionAsync(string user, StartupMessage start, ClientChannel channel, CancellationToken cancellationToken)
    {
        var database = start.Parameters.TryGetValue("database", out var named) && named.Length > 0 ? named : user;
        try
        {
            var session = await server.Service.OpenSessionAsync(
                new SessionStart(user, database, StartupOptions.Settings(start.Parameters), _remote, _processId, _handshake.IsEncrypted, channel, this), cancellationToken);
            server.Log.SessionOpened(_processId, user, _remote);
            return session;
        }
        catch (GatewayException refused)
        {
            server.Service.LoginFailed(new LoginFailure(user, _remote, refused));
            throw;
        }
    }

    private void WriteGreeting(IQuerySession session)
    {
        var wire = _handshake.Output.Buffer;
        foreach (var (name, value) in session.InitialParameters) ParameterStatus.Write(wire, name, value);
        BackendKeyData.Write(wire, _processId, _secret);
    }

    private async Task TellAsync(Exception failure)
    {
        var error = failure is FrameException broken ? broken.Error : failure;
        if (error is GatewayException known) server.Log.ConnectionEnded(_remote, known.Message);
        else server.Log.SessionCrashed(error, _processId);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), server.Time);
            ErrorResponse.Write(_handshake.Output.Buffer, ErrorMapping.ToFields(error, sql: null, ErrorMapping.QueryId(_processId, 0), isFatal: true));
            await _handshake.Output.FlushAsync(patience.Token);
        }
        catch (Exception gone) when (gone is ClientGoneException or OperationCanceledException)
        {
            server.Log.ConnectionEnded(_remote, gone.Message);
        }
    }
}
