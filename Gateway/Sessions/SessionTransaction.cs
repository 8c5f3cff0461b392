using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Gateway.Statements.Cursors;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Sessions;

/// <summary>
/// The session's transaction on the store: an explicit block, or the implicit one around the statements of one request. Its connection is opened by the
/// first statement that needs the store.
/// </summary>
internal sealed class SessionTransaction(CatalogStore store, SessionCursors cursors) : IAsyncDisposable
{
    private readonly List<DetachableRows> _open = [];
    private DuckDbConnection? _connection;
    private CatalogTransaction? _catalog;

    public TransactionStatus Status { get; private set; } = TransactionStatus.Idle;

    /// <summary>True while statements share one transaction.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when it has begun in the store: others may be waiting for its end.</summary>
    public bool HasBegun => _connection is not null || _catalog is not null;

    /// <summary>The catalog as the session sees it: with its own uncommitted changes.</summary>
    public CatalogSnapshot Snapshot => _catalog?.Snapshot ?? store.Current;

    /// <summary>When its first statement started, UTC; null until then.</summary>
    public DateTime? StartTime { get; set; }

    /// <summary>What ROLLBACK TO can return to.</summary>
    public Savepoints Savepoints { get; } = new();

    /// <summary>How many of its statements may have changed something.</summary>
    public int Changes { get; private set; }

    public void NoteChange() => Changes++;

    public void BeginExplicit(DateTime time)
    {
        StartTime ??= time;
        IsOpen = true;
        Status = TransactionStatus.InTransaction;
    }

    /// <summary>Statements of one request share a transaction although nobody said BEGIN.</summary>
    public void BeginImplicit() => IsOpen = true;

    /// <summary>
    /// A statement of the block has failed: what the block changed is undone at once, and others need not wait until its client says ROLLBACK. With savepoints it may yet
    /// go on.
    /// </summary>
    public async Task FailAsync()
    {
        if (Status != TransactionStatus.InTransaction) return;
        Status = TransactionStatus.Failed;
        if (Savepoints.IsEmpty) await UndoAsync();
    }

    /// <summary>
    /// Goes on from a savepoint. The store cannot undo a part of a transaction: either nothing has changed since, or everything has, and the transaction begins anew there.
    /// </summary>
    /// <exception cref="GatewayException">0A000 when there are changes before the savepoint and behind it; 40000 when the engine has given up those before it.</exception>
    public async Task RollbackToAsync(Savepoint point)
    {
        if (point.Changes == 0)
        {
            await DetachOrEndOpenRowsAsync();
            await UndoAsync(closesCursors: false);
        }
        else if (point.Changes != Changes) throw GatewayException.Unsupported("returning to a savepoint between changes of local tables");
        else if (Status == TransactionStatus.Failed) await CheckAliveAsync();
        Changes = point.Changes;
        Status = TransactionStatus.InTransaction;
        Savepoints.ReturnTo(point);
    }

    /// <summary>The transaction's connection, or one of the statement's own outside a transaction.</summary>
    public StoreConnection Connect()
    {
        if (!IsOpen) return new StoreConnection(store.Connect(), IsShared: false);
        return new StoreConnection(OpenConnection(), IsShared: true);
    }

    /// <summary>
    /// Before the shared connection is used again: a connection streams one result at a time, so what earlier results still have to deliver is read into memory.
    /// </summary>
    public async ValueTask DetachOpenRowsAsync()
    {
        foreach (var rows in _open.ToArray()) await rows.DetachAsync();
        _open.Clear();
    }

    /// <summary>Keeps account of a result streamed from the shared connection.</summary>
    public DetachableRows Track(DetachableRows rows)
    {
        if (IsOpen) _open.Add(rows);
        return rows;
    }

    /// <summary>Runs a change of the catalog in this transaction; its notices.</summary>
    public async Task<IReadOnlyList<string>> ChangeCatalogAsync(Func<CatalogTransaction, Task> change, CancellationToken cancellationToken)
    {
        await DetachOpenRowsAsync();
        var isFirstWork = _connection is null;
        var connection = OpenConnection();
        _catalog ??= await store.BeginAsync(connection, cancellationToken);
        _catalog.IsFirstWork = isFirstWork;
        var before = _catalog.Notices.Count;
        await change(_catalog);
        return [.. _catalog.Notices.Skip(before)];
    }

    /// <summary>Keeps the definition behind a three-part name: for everybody, or for this transaction when it has sources of its own.</summary>
    public void RememberLinkedTable(LinkedTableName name, VirtualTableEntry table)
    {
        if (_catalog is not null) _catalog.RememberLinkedTable(name, table);
        else store.RememberLinkedTable(name, table);
    }

    /// <summary>A source has said that a definition kept for three-part names is out of date: the next statement imports what it needs.</summary>
    public void ForgetLinkedTables()
    {
        _catalog?.ForgetLinkedTables();
        store.ForgetLinkedTables();
    }

    public async Task CommitAsync()
    {
        try
        {
            await cursors.EndTransactionAsync(committed: true);
            await CloseOpenRowsAsync(keepsHeld: true);

            // Never cancelled: a commit that came through although its statement was interrupted would not be published.
            if (_connection is not null) await _connection.CommitAsync();
            _catalog?.Publish();
        }
        finally
        {
            Close();
        }
    }

    public async Task RollbackAsync()
    {
        try
        {
            await UndoAsync();
        }
        finally
        {
            Close();
        }
    }

    public async ValueTask DisposeAsync() => await RollbackAsync();

    // Cursors older than the savepoint stay.
    private async Task DetachOrEndOpenRowsAsync()
    {
        foreach (var rows in _open.ToArray())
            try
            {
                await rows.DetachAsync();
            }
            catch (GatewayException)
            {
                await rows.DisposeAsync();
            }

        _open.Clear();
    }

    private async Task CheckAliveAsync()
    {
        try
        {
            await DetachOpenRowsAsync();
            if (_connection is not null) await _connection.ExecuteAsync("SELECT 1", CancellationToken.None);
        }
        catch (GatewayException e)
        {
            throw new GatewayException(SqlState.TransactionRollback, "the transaction's changes before the savepoint are lost", e) { Hint = "Roll back the whole transaction and try again." };
        }
    }

    private async Task UndoAsync(bool closesCursors = true)
    {
        try
        {
            if (closesCursors) await cursors.EndTransactionAsync(committed: false);
            await CloseOpenRowsAsync(keepsHeld: false);

            // A connection that is closed rolls back by itself; asking keeps the order of events plain.
            if (_connection is not null) await _connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (Exception e) when (e is GatewayException or OperationCanceledException or ObjectDisposedException)
        {
            // The engine has already ended the transaction (an error in it, or its own restart).
        }
        finally
        {
            Release();
        }
    }

    // Results end with their transaction, read or not, but for those of cursors that are held.
    private async Task CloseOpenRowsAsync(bool keepsHeld)
    {
        foreach (var rows in _open.ToArray())
            if (keepsHeld && rows.OutlivesTransaction) await rows.DetachAsync();
            else await rows.DisposeAsync();
        _open.Clear();
    }

    private DuckDbConnection OpenConnection()
    {
        if (_connection is { Engine.IsInvalidated: true })
            throw new GatewayException(SqlState.CannotConnectNow, "the embedded engine has restarted: the transaction is lost") { Hint = "Roll back and try again." };
        if (_connection is not null) return _connection;
        var connection = store.Connect();
        try
        {
            connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return _connection = connection;
    }

    private void Close()
    {
        Release();
        Savepoints.Clear();
        (IsOpen, StartTime, Status, Changes) = (false, null, TransactionStatus.Idle, 0);
    }

    // The connection first: who waits for the catalog must not meet this transaction's changes.
    private void Release()
    {
        _open.Clear();
        _connection?.Dispose();
        _connection = null;
        _catalog?.Dispose();
        _catalog = null;
    }
}
