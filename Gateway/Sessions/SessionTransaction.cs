using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Federation;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Statements.Cursors;
using FederationGateway.Gateway.Transactions;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Sessions;

/// <summary>
/// The session's transaction: an explicit block, or the implicit one around the statements of one request. Its connection to the store, and its transactions at remote
/// sources, are opened by the first statement that needs them.
/// </summary>
/// <param name="remoteOptions">What a transaction begun at a source is to be like.</param>
/// <param name="audit">Told what became of what it did.</param>
internal sealed class SessionTransaction(CatalogStore store, SessionCursors cursors, TransactionCoordinator coordinator, Func<RemoteTransactionOptions> remoteOptions, TransactionAudit audit) : IAsyncDisposable
{
    private readonly List<DetachableRows> _open = [];
    private readonly List<DetachableRows> _openRemote = [];
    private DuckDbConnection? _connection;
    private CatalogTransaction? _catalog;
    private RemoteTransactions? _remotes;
    private bool _hasAudited;

    public TransactionStatus Status { get; private set; } = TransactionStatus.Idle;

    /// <summary>True while statements share one transaction.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when it has begun in the store or at a source: others may be waiting for its end.</summary>
    public bool HasBegun => _connection is not null || _catalog is not null || _remotes is { IsEmpty: false };

    /// <summary>Its transactions at remote sources; null while statements do not share one.</summary>
    public RemoteTransactions? Remotes => IsOpen ? _remotes ??= new RemoteTransactions(() => remoteOptions() with { StatementSnapshots = Status == TransactionStatus.Idle }, () => Savepoints.Names) : null;

    /// <summary>True when it has written to a remote source.</summary>
    public bool HasWrittenRemotely => _remotes?.Writer is not null;

    /// <summary>The remote source it has written to; null for none.</summary>
    public string? WrittenSource => _remotes?.Writer?.Source.Entry.Name;

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

    /// <summary>Makes a point to go back to, here and at the sources.</summary>
    public async Task SavepointAsync(Savepoint point, CancellationToken cancellationToken)
    {
        if (_remotes is not null) await _remotes.SavepointAsync(point.Name, cancellationToken);
        Savepoints.Add(point);
    }

    /// <exception cref="GatewayException">3B001.</exception>
    public async Task ReleaseAsync(Identifier name, CancellationToken cancellationToken)
    {
        Savepoints.Get(name);
        if (_remotes is not null) await _remotes.ReleaseAsync(name.Text, cancellationToken);
        Savepoints.Release(name);
    }

    /// <summary>
    /// Goes on from a savepoint. Sources undo what came behind it. The store cannot undo a part of a transaction: either nothing has changed since, or everything has, and the transaction begins anew there.
    /// </summary>
    /// <exception cref="GatewayException">0A000 when there are changes before the savepoint and behind it; 40000 when the engine has given up those before it.</exception>
    public async Task RollbackToAsync(Savepoint point, CancellationToken cancellationToken)
    {
        if (point.Changes > 0 && point.Changes != Changes) throw GatewayException.Unsupported("returning to a savepoint between changes of local tables");
        if (point.Changes > 0 && Status == TransactionStatus.Failed) await CheckAliveAsync();
        if (_remotes is not null) await _remotes.RollbackToAsync(point.Name, cancellationToken);
        if (point.Changes == 0)
        {
            await DetachOrEndOpenRowsAsync();
            await UndoStoreAsync();
        }

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

    /// <summary>Keeps account of a result that ends with the transaction.</summary>
    /// <param name="readsStore">True when it streams from the shared connection, and so has to be out of the way of the statements that follow.</param>
    public void Track(DetachableRows rows, bool readsStore)
    {
        if (IsOpen) (readsStore ? _open : _openRemote).Add(rows);
    }

    /// <summary>
    /// Before a source is written to: results that are still to be read there, cursors' above all, must not see it. One that the source makes whole need only have begun.
    /// </summary>
    public async ValueTask HoldRowsOfAsync(string source)
    {
        foreach (var rows in _openRemote.ToArray())
        {
            if (rows.Plan is RemoteNode { Source: var only, Relocation: null } && only == source) await rows.StartAsync();
            else if (rows.Plan?.SelfAndDescendantsWithUploads().OfType<RemoteNode>().Any(remote => remote.Source == source) == true) await rows.DetachAsync();
        }
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

    /// <summary>Commits here, and at the source that was written to; what the client has to be told beside that, or null.</summary>
    /// <param name="user">Whose transaction it is.</param>
    /// <param name="cancellationToken">Stops a source that has not decided yet; from then on it is of no matter.</param>
    public async Task<string?> CommitAsync(string user, CancellationToken cancellationToken)
    {
        try
        {
            await cursors.EndTransactionAsync(committed: true);
            await CloseOpenRowsAsync(keepsHeld: true);
            if (_remotes is not null) await _remotes.EndReadsAsync();
            if (_remotes?.Writer is { } writer)
            {
                if (HasLocalChanges) RequireSameSource(writer.Source.Entry);
                return await coordinator.CommitAsync(writer, HasLocalChanges ? _connection : null, user, Committed, cancellationToken);
            }

            // Never cancelled: a commit that came through although its statement was interrupted would not be published.
            if (_connection is not null) await _connection.CommitAsync();
            Committed();
            return null;
        }
        finally
        {
            await CloseAsync();
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
            await CloseAsync();
        }
    }

    public async ValueTask DisposeAsync() => await RollbackAsync();

    /// <summary>Writes what is to be audited in this transaction; false when none is open.</summary>
    public bool TryAudit(AuditEntry entry)
    {
        if (!IsOpen) return false;
        audit.Write(OpenConnection(), entry);
        _hasAudited = true;
        return true;
    }

    private bool HasLocalChanges => _catalog is not null || (_connection is not null && (Changes > 0 || _hasAudited));

    // Recovery would look for the transaction at the place that the definition names.
    private void RequireSameSource(RemoteSourceEntry written)
    {
        if (IsSame(store.Current) && IsSame(Snapshot)) return;
        throw GatewayException.Unsupported($"committing a change of where remote source \"{written.Name}\" is together with what was written there");

        bool IsSame(CatalogSnapshot snapshot) =>
            snapshot.Sources.FindExact(written.Name) is { } now && now.Oid == written.Oid && now.Adapter == written.Adapter && now.Options.Equals(written.Options);
    }

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

    private void Committed()
    {
        _catalog?.Publish();
        audit.Committed();
    }

    private async Task UndoAsync()
    {
        try
        {
            await cursors.EndTransactionAsync(committed: false);
            await CloseOpenRowsAsync(keepsHeld: false);
        }
        catch (Exception e) when (e is GatewayException or OperationCanceledException or ObjectDisposedException)
        {
            // A result that fails while it ends has ended.
        }

        await UndoRemotelyAsync();
        await UndoStoreAsync();
    }

    private async Task UndoStoreAsync()
    {
        try
        {
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

    private async Task UndoRemotelyAsync()
    {
        if (_remotes is { } remotes) await remotes.DisposeAsync();
    }

    // Results end with their transaction, read or not, but for those of cursors that are held.
    private async Task CloseOpenRowsAsync(bool keepsHeld)
    {
        foreach (var rows in _open.Concat(_openRemote).ToArray())
            if (keepsHeld && rows.OutlivesTransaction) await rows.DetachAsync();
            else await rows.DisposeAsync();
        _open.Clear();
        _openRemote.Clear();
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

    private async Task CloseAsync()
    {
        await UndoRemotelyAsync();
        _remotes = null;
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
        _hasAudited = false;
        audit.RolledBack();     // nothing of it is left after a commit
    }
}
