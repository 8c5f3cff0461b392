using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>
/// The connections one session of the gateway uses at the server. Those that share a snapshot are inside a read-only transaction each, the first of which
/// exported the snapshot the others imported; they stay in it, free for the next fragment, until the session ends. One that is written to, if only temporary tables, is in a
/// transaction that may write, and leaves it when it comes back.
/// </summary>
internal sealed class SessionConnections(ConnectionPool pool, RemoteSessionOptions session) : IAsyncDisposable
{
    /// <summary>How long the server may take to react to a cancellation before its connection is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    // A fragment that fails or is cancelled takes back only itself: the snapshot stays usable.
    private const string BeforeFragment = "SAVEPOINT fragment";
    private const string UndoFragment = "ROLLBACK TO SAVEPOINT fragment";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Stack<WireConnection> _inSnapshot = [];
    private readonly HashSet<Lease> _lent = [];
    private string? _snapshot;
    private string? _imported;
    private bool _leavesSnapshot;
    private bool _isDisposed;

    /// <summary>A connection lent to one fragment. Returned once, by the fragment or by the end of the session.</summary>
    internal sealed class Lease(SessionConnections owner, WireConnection connection)
    {
        private int _isReturned;

        /// <summary>True when nobody else may have the connection as it is: its transaction is undone when it comes back.</summary>
        public bool IsPrivate { get; init; }

        public WireConnection Connection => connection;

        /// <summary>Gives the connection back, ending whatever answer is still under way on it.</summary>
        public async ValueTask ReturnAsync()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0) await owner.TakeBackAsync(this);
        }

        /// <summary>The session ends while the fragment still holds the connection: it can only be closed.</summary>
        public async ValueTask EndAsync()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) != 0) return;
            await connection.CancelAsync();
            connection.Kill();
            await owner.TakeBackAsync(this);
        }
    }

    /// <summary>A connection for a statement of its own, without a transaction.</summary>
    /// <param name="onlyFresh">See <see cref="ConnectionPool.RentAsync"/>.</param>
    public async ValueTask<Lease> AcquireAsync(bool onlyFresh, CancellationToken cancellationToken) => Lend(await pool.RentAsync(onlyFresh, cancellationToken));

    /// <summary>A connection that sees the session's snapshot.</summary>
    public async ValueTask<Lease> AcquireInSnapshotAsync(CancellationToken cancellationToken) => (await AcquireInSnapshotAsync(canWait: true, cancellationToken))!;

    /// <summary>As <see cref="AcquireInSnapshotAsync(CancellationToken)"/>, but null when all connections are in use.</summary>
    public ValueTask<Lease?> TryAcquireInSnapshotAsync(CancellationToken cancellationToken) => AcquireInSnapshotAsync(canWait: false, cancellationToken);

    /// <summary>
    /// A connection in a transaction of its own in which temporary tables may be made: not read-only unless the server or the role says so. It sees the session's
    /// snapshot where there is one, and the uploaded rows.
    /// </summary>
    public async ValueTask<Lease> AcquireForTablesAsync(CancellationToken cancellationToken)
    {
        if (session.SingleFragment) return (await AcquirePrivateAsync("BEGIN", cancellationToken)).Lease;

        // The snapshot is exported by a connection that stays in it to the end.
        await EnterSnapshotAsync(cancellationToken);
        return (await AcquirePrivateAsync($"BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT {Literal(_snapshot!)}", cancellationToken)).Lease;
    }

    /// <summary>
    /// A connection in a transaction that may write, which sees the session's snapshot where there is one, and the last value that <paramref name="then"/> returned. What is
    /// not committed is undone when it comes back.
    /// </summary>
    /// <param name="isolation">The isolation level when there is no snapshot to share.</param>
    /// <param name="then">SQL that runs behind BEGIN.</param>
    public async ValueTask<(Lease Lease, string? Value)> AcquireForWritingAsync(string isolation, string then, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        string? snapshot;
        try
        {
            snapshot = _snapshot;
        }
        finally
        {
            _gate.Release();
        }

        var begin = snapshot is null ? $"BEGIN ISOLATION LEVEL {isolation} READ WRITE" : $"BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE; SET TRANSACTION SNAPSHOT {Literal(snapshot)}";
        return await AcquirePrivateAsync(begin, cancellationToken, then);
    }

    /// <summary>Makes sure that there is a snapshot, for others to share.</summary>
    public async ValueTask EnterSnapshotAsync(CancellationToken cancellationToken) => await (await AcquireInSnapshotAsync(cancellationToken)).ReturnAsync();

    /// <summary>
    /// Makes what another session of the server exports the snapshot of this one, before there is any. The other one may end when this has returned: a connection is in the
    /// snapshot, and exports it again.
    /// </summary>
    public ValueTask ImportSnapshotAsync(string exported, CancellationToken cancellationToken)
    {
        _imported = exported;
        return EnterSnapshotAsync(cancellationToken);
    }

    /// <summary>Nothing more will be read in the snapshot: connections leave it, those lent out when they come back.</summary>
    public async ValueTask LeaveSnapshotAsync()
    {
        lock (_lock) _leavesSnapshot = true;
        while (TakeFromSnapshot() is { } connection) await LeaveSnapshotAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        Lease[] lent;
        lock (_lock)
        {
            _isDisposed = true;
            lent = [.. _lent];
        }

        foreach (var lease in lent) await lease.EndAsync();
        while (TakeFromSnapshot() is { } connection) await LeaveSnapshotAsync(connection);
    }

    private async ValueTask<(Lease Lease, string? Value)> AcquirePrivateAsync(string begin, CancellationToken cancellationToken, string then = "")
    {
        var connection = await pool.RentAsync(onlyFresh: false, cancellationToken);
        var mayBeDead = connection.WasPooled;
        string? value;
        try
        {
            value = await BeginAsync(connection, begin, cancellationToken, then);
        }
        catch (Exception error) when (mayBeDead && !cancellationToken.IsCancellationRequested && error is ConnectionLost or ServerError { EndsConnection: true })
        {
            connection = await pool.RentAsync(onlyFresh: true, cancellationToken);
            value = await BeginAsync(connection, begin, cancellationToken, then);
        }

        var lease = new Lease(this, connection) { IsPrivate = true };
        lock (_lock) _lent.Add(lease);
        return (lease, value);
    }

    private async ValueTask<Lease?> AcquireInSnapshotAsync(bool canWait, CancellationToken cancellationToken)
    {
        // One at a time, so that the second fragment imports what the first one exports.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (TakeFromSnapshot() is { } known) return Lend(known);
            var connection = canWait ? await pool.RentAsync(onlyFresh: false, cancellationToken) : await pool.TryRentAsync(cancellationToken);
            if (connection is null) return null;
            if (await TryEnterAsync(connection, cancellationToken)) return Lend(connection);

            // It had died in the pool; nothing is lost by trying once more on a new one.
            connection = await pool.RentAsync(onlyFresh: true, cancellationToken);
            await EnterSnapshotAsync(connection, cancellationToken);
            return Lend(connection);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<bool> TryEnterAsync(WireConnection connection, CancellationToken cancellationToken)
    {
        var mayBeDead = connection.WasPooled;
        try
        {
            await EnterSnapshotAsync(connection, cancellationToken);
            return true;
        }
        catch (Exception error) when (mayBeDead && !cancellationToken.IsCancellationRequested && error is ConnectionLost or ServerError { EndsConnection: true })
        {
            return false;
        }
    }

    private async ValueTask EnterSnapshotAsync(WireConnection connection, CancellationToken cancellationToken)
    {
        if (_snapshot is null)
        {
            // The connection that holds a snapshot for others may have nothing to do for long.
            var begin = _imported is null ? Begin : $"{Begin}; SET TRANSACTION SNAPSHOT {Literal(_imported)}; SET LOCAL idle_in_transaction_session_timeout = 0";
            _snapshot = await BeginAsync(connection, begin, cancellationToken, $"; SELECT pg_catalog.pg_export_snapshot(); {BeforeFragment}");
        }
        else await BeginAsync(connection, $"{Begin}; SET TRANSACTION SNAPSHOT {Literal(_snapshot)}", cancellationToken, $"; {BeforeFragment}");
    }

    private async ValueTask<string?> BeginAsync(WireConnection connection, string begin, CancellationToken cancellationToken, string then = "")
    {
        // Nothing of value runs yet: a server that does not answer is left at once.
        await using var registration = cancellationToken.UnsafeRegister(static state => ((WireConnection)state!).Kill(), connection);
        try
        {
            var tag = session.ApplicationName is { } name ? $"; SET LOCAL application_name = {Literal(name)}" : "";
            return await connection.RunAsync($"{begin}{tag}{then}");
        }
        catch
        {
            await LeaveSnapshotAsync(connection);
            throw;
        }
    }

    private async ValueTask TakeBackAsync(Lease lease)
    {
        var connection = lease.Connection;
        var isUsable = await connection.RecoverAsync(Patience);
        try
        {
            if (isUsable && connection.IsTransactionFailed && !lease.IsPrivate) await connection.RunAsync(UndoFragment);
        }
        catch (Exception error) when (error is ServerError or ConnectionLost)
        {
            isUsable = false;
        }

        lock (_lock)
        {
            _lent.Remove(lease);
            if (isUsable && connection.IsInTransaction && !_isDisposed && !_leavesSnapshot && !lease.IsPrivate)
            {
                _inSnapshot.Push(connection);
                return;
            }
        }

        if (isUsable && connection.IsInTransaction) await LeaveSnapshotAsync(connection);
        else await pool.ReturnAsync(connection, isUsable);
    }

    private async ValueTask LeaveSnapshotAsync(WireConnection connection)
    {
        var isUsable = await connection.RecoverAsync(Patience);
        try
        {
            if (isUsable && connection.IsInTransaction) await connection.RunAsync("ROLLBACK");
        }
        catch (Exception error) when (error is ServerError or ConnectionLost)
        {
            isUsable = false;
        }

        await pool.ReturnAsync(connection, isUsable);
    }

    private WireConnection? TakeFromSnapshot()
    {
        lock (_lock) return _inSnapshot.TryPop(out var connection) ? connection : null;
    }

    private Lease Lend(WireConnection connection)
    {
        var lease = new Lease(this, connection);
        lock (_lock) _lent.Add(lease);
        return lease;
    }

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
