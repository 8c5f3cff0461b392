using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Session;
using Microsoft.Extensions.Logging;

namespace FederationGateway.PgWire.Server;

/// <summary>
/// Accepts PostgreSQL clients and serves each in an asynchronous flow of its own: an idle client costs a few kilobytes and no thread.
/// Start once; stopping tells idle clients 57P01 and waits for the others.
/// </summary>
public sealed class WireServer : IAsyncDisposable
{
    // Clients that have not logged in count too: they get a place to be told that there are too many, but not without end.
    private const int ConnectionsPerSession = 2;
    private const int SpareConnections = 100;

    private readonly ServerContext _context;
    private readonly List<Socket> _listeners = [];
    private readonly ConcurrentDictionary<ClientConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _acceptLoops = [];
    private int _connectionCount;

    public WireServer(IQueryService service, WireServerOptions options, ILogger<WireServer> logger, TimeProvider time)
    {
        options.Validate();
        _context = new ServerContext(service, options, new SessionRegistry(options.MaxConnections), new LoginGate(service, MockOf(options), time), ServerTls.Load(options), time, logger);
    }

    /// <summary>The addresses in use, with the ports that were picked; after <see cref="Start"/>.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listeners.Select(listener => (IPEndPoint)listener.LocalEndPoint!)];

    /// <summary>Connections open now, logged in or not.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Binds all addresses, then accepts. Throws <see cref="SocketException"/> when an address cannot be had.</summary>
    public void Start()
    {
        foreach (var endPoint in _context.Options.Listen)
        {
            var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listeners.Add(listener);
            listener.Bind(endPoint);
            listener.Listen(backlog: 512);
            _context.Log.Listening(listener.LocalEndPoint);
        }

        foreach (var listener in _listeners) _acceptLoops.Add(AcceptAsync(listener));
    }

    /// <summary>Stops accepting, ends idle sessions, lets running statements finish within the drain timeout or until the token, then ends them too.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        foreach (var listener in _listeners) listener.Dispose();
        await Task.WhenAll(_acceptLoops);
        try
        {
            await Task.WhenAll(_connections.Values).WaitAsync(_context.Options.DrainTimeout, _context.Time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            foreach (var connection in _connections.Keys) connection.Abort();
            await Task.WhenAll(_connections.Values);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _context.Tls?.Dispose();
        _stopping.Dispose();
    }

    private static MockCredential MockOf(WireServerOptions options) => new(options.MockSecret is { Length: > 0 } secret ? secret : RandomNumberGenerator.GetBytes(32));

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await listener.AcceptAsync(_stopping.Token));
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of file descriptors, or the client reset before it was accepted: neither may end the server.
                if (_stopping.IsCancellationRequested) return;
                _context.Log.AcceptFailed(failure);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _context.Time, CancellationToken.None);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Admit(Socket socket)
    {
        if (Interlocked.Increment(ref _connectionCount) > (_context.Options.MaxConnections * ConnectionsPerSession) + SpareConnections)
        {
            Interlocked.Decrement(ref _connectionCount);
            socket.Dispose();
            return;
        }

        if (Open(socket) is not { } connection)
        {
            Interlocked.Decrement(ref _connectionCount);
            socket.Dispose();
            return;
        }

        // Entered first and started second: a connection that ends at once must find itself.
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ServeAsync(connection, start.Task);
        start.SetResult();
    }

    // A client that resets at once leaves a socket that cannot be set up.
    private ClientConnection? Open(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            return new ClientConnection(socket, _context);
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            return null;
        }
    }

    private async Task ServeAsync(ClientConnection connection, Task start)
    {
        await start;
        try
        {
            using (connection) await connection.RunAsync(_stopping.Token);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            Interlocked.Decrement(ref _connectionCount);
        }
    }
}
