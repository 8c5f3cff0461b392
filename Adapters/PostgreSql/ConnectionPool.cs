using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>
/// The connections to one server under one credential. The one used last is lent first; those idle for long are closed. Every connection lent comes back by
/// <see cref="ReturnAsync"/>, usable or not.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private static readonly TimeSpan MostIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);
    private readonly PostgreSqlOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _free;
    private readonly Lock _lock = new();
    private readonly List<WireConnection> _idle = [];
    private readonly ConcurrentDictionary<WireConnection, bool> _open = [];
    private readonly ITimer _sweeper;
    private bool _isDisposed;

    public ConnectionPool(PostgreSqlOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _free = new SemaphoreSlim(options.MaxConnections, options.MaxConnections);
        _sweeper = time.CreateTimer(static pool => ((ConnectionPool)pool!).CloseIdle(), this, SweepEvery, SweepEvery);
    }

    public IReadOnlyList<RemoteConnection> Connections
    {
        get
        {
            HashSet<WireConnection> idle;
            lock (_lock) idle = [.. _idle];
            return
            [
                .. _open.Keys.OrderBy(connection => connection.Id).Select(connection => new RemoteConnection(
                    connection.Id, _options.User, connection.ServerVersion, connection.StartTime.UtcDateTime, !idle.Contains(connection), connection.StatementCount)),
            ];
        }
    }

    /// <summary>
    /// A connection that is ready for a statement, waiting for a free one if all are in use: 53300 when that takes too long, HV00N when none can be opened.
    /// </summary>
    /// <param name="onlyFresh">Open a new one even when idle ones exist, which may all have died together.</param>
    public async ValueTask<WireConnection> RentAsync(bool onlyFresh, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!await _free.WaitAsync(_options.ConnectTimeout, cancellationToken))
        {
            throw new GatewayException(SqlState.TooManyConnections, $"all {_options.MaxConnections} connections to remote source \"{_options.SourceName}\" are in use")
            {
                Hint = "raise max_connections of the source, or try again later",
            };
        }

        return await TakeAsync(onlyFresh, cancellationToken);
    }

    /// <summary>As <see cref="RentAsync"/>, but null at once when all are in use.</summary>
    public async ValueTask<WireConnection?> TryRentAsync(CancellationToken cancellationToken) =>
        await _free.WaitAsync(TimeSpan.Zero, cancellationToken) ? await TakeAsync(onlyFresh: false, cancellationToken) : null;

    public async ValueTask ReturnAsync(WireConnection connection, bool isUsable)
    {
        if (isUsable && !connection.IsBroken && !connection.IsInTransaction && !_isDisposed)
        {
            connection.IdleSince = _time.GetUtcNow();
            connection.WasPooled = true;
            lock (_lock) _idle.Add(connection);
        }
        else await DiscardAsync(connection);

        _free.Release();
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _sweeper.DisposeAsync();
        foreach (var connection in TakeIdle(_ => true)) await DiscardAsync(connection);
    }

    /// <summary>Opens a connection of its own, outside the pool's count. The caller closes it.</summary>
    /// <param name="isReplication">A session that can read a replication slot of the database.</param>
    public async Task<WireConnection> OpenAsync(bool isReplication, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.ConnectTimeout);
        try
        {
            return await WireConnection.OpenAsync(_options, _time, isReplication, limit.Token);
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException or ServerError or ConnectionLost or OperationCanceledException or FormatException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgreSqlErrors.OnConnect(_options, error);
        }
    }

    private async ValueTask<WireConnection> TakeAsync(bool onlyFresh, CancellationToken cancellationToken)
    {
        try
        {
            while (!onlyFresh && TakeLastIdle() is { } idle)
            {
                if (!idle.IsStale) return idle;
                await DiscardAsync(idle);
            }

            var connection = await OpenAsync(isReplication: false, cancellationToken);
            _open[connection] = true;
            return connection;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    private WireConnection? TakeLastIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0) return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    private void CloseIdle()
    {
        var oldest = _time.GetUtcNow() - MostIdle;
        foreach (var connection in TakeIdle(connection => connection.IdleSince < oldest)) _ = DiscardAsync(connection).AsTask();
    }

    private List<WireConnection> TakeIdle(Func<WireConnection, bool> condition)
    {
        lock (_lock)
        {
            var taken = _idle.Where(condition).ToList();
            _idle.RemoveAll(taken.Contains);
            return taken;
        }
    }

    private ValueTask DiscardAsync(WireConnection connection)
    {
        _open.TryRemove(connection, out _);
        return connection.CloseAsync();
    }
}
