using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Federation;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Settings;
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
    private readonly LocalTransaction _local = new(store, audit);
    private RemoteTransactions? _remotes;
    private bool _mayHaveSavepoints;

    public TransactionStatus Status { get; private set; } = TransactionStatus.Idle;

    /// <summary>True while statements share one transaction.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when it has begun in the store or at a source: others may be waiting for its end.</summary>
    public bool HasBegun => _local.HasBegun || _remotes is { IsEmpty: false };

    /// <summary>Its transactions at remote sources; null while statements do not share one.</summary>
    public RemoteTransactions? Remotes => IsOpen ? _remotes ??= new RemoteTransactions(() => remoteOptions() with { StatementSnapshots = Status == TransactionStatus.Idle }, () => Savepoints.Names) : null;

    /// <summary>True when it has written to a remote source.</summary>
    public bool HasWrittenRemotely => _remotes?.Writer is not null;

    /// <summary>The catalog, and how far subscriptions had come, when it began in the store: what it reads there is not older. Null until then.</summary>
    public (CatalogSnapshot Catalog, SubscriptionsAtWork Subscriptions)? Seen => _local.Seen;

    /// <summary>The remote source it has written to; null for none.</summary>
    public string? WrittenSource => _remotes?.Writer?.Source.Entry.Name;

    /// <summary>The catalog as the session sees it: with its own uncommitted changes.</summary>
    public CatalogSnapshot Snapshot => _local.Snapshot;

    /// <summary>Hears which rows of local tables are changed, so that they can be changed again behind a savepoint; null where there can be none.</summary>
    public IChangedRows? ChangedRows => _mayHaveSavepoints ? _local.ChangedRows : null;

    /// <summary>The same of the tables themselves.</summary>
    public ITableJournal? TableJournal => _mayHaveSavepoints ? _local.TableJournal : null;

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
        (IsOpen, _mayHaveSavepoints) = (true, true);
        Status = TransactionStatus.InTransaction;
    }

    /// <summary>Statements of one request share a transaction although nobody said BEGIN.</summary>
    /// <param name="isAlone">True when it is one statement, so that there is no savepoint.</param>
    public void BeginImplicit(bool isAlone = true) => (IsOpen, _mayHaveSavepoints) = (true, !isAlone);

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
    public async Task SavepointAsync(string name, SettingsMark settings, IReadOnlyCollection<SqlCursor> openCursors, CancellationToken cancellationToken)
    {
        if (_local.HasUnmarkedRows) await DetachOpenRowsAsync();
        var local = await _local.MarkAsync(cancellationToken);
        if (_remotes is not null) await _remotes.SavepointAsync(name, cancellationToken);
        Savepoints.Add(new Savepoint(name, Changes, local, settings, openCursors));
    }

    /// <exception cref="GatewayException">3B001.</exception>
    public async Task ReleaseAsync(Identifier name, CancellationToken cancellationToken)
    {
        Savepoints.Get(name);
        if (_remotes is not null) await _remotes.ReleaseAsync(name.Text, cancellationToken);
        Savepoints.Release(name);
    }

    /// <summary>
    /// Goes on from a savepoint. Sources undo what came behind it. The store's engine cannot undo a part of a transaction: when something has changed, or a failed statement has
    /// made the engine give up the transaction, it begins anew there, and what came before the savepoint is done again.
    /// </summary>
    /// <param name="keepsSnapshot">Whether statements must go on seeing what those before saw.</param>
    /// <exception cref="GatewayException">40001 when others stand in the way.</exception>
    public async Task RollbackToAsync(Savepoint point, bool keepsSnapshot, CancellationToken cancellationToken)
    {
        if (_remotes is not null) await _remotes.RollbackToAsync(point.Name, cancellationToken);
        if (point.Changes != Changes || !await IsLocallyAliveAsync())
        {
            await DetachOrEndOpenRowsAsync();
            if (point.Changes > 0) await _local.ReturnToAsync(point.Local, keepsSnapshot, cancellationToken);
            else if (keepsSnapshot && _local.WouldSeeOthers) throw LocalTransaction.SnapshotGone();
            else await _local.UndoAsync();
        }

        Changes = point.Changes;
        Status = TransactionStatus.InTransaction;
        Savepoints.ReturnTo(point);
    }

    /// <summary>The transaction's connection, or one of the statement's own outside a transaction.</summary>
    public StoreConnection Connect()
    {
        if (!IsOpen) return new StoreConnection(store.Connect(), IsShared: false);
        return new StoreConnection(_local.Open(), IsShared: true);
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
        return await _local.ChangeCatalogAsync(change, _mayHaveSavepoints, cancellationToken);
    }

    /// <summary>Keeps the definition behind a three-part name: for everybody, or for this transaction when it has sources of its own.</summary>
    public void RememberLinkedTable(LinkedTableName name, VirtualTableEntry table) => _local.RememberLinkedTable(name, table);

    /// <summary>A source has said that a definition kept for three-part names is out of date: the next statement imports what it needs.</summary>
    public void ForgetLinkedTables() => _local.ForgetLinkedTables();

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
                return await coordinator.CommitAsync(writer, HasLocalChanges ? _local.Connection : null, user, _local.Committed, cancellationToken);
            }

            // Never cancelled: a commit that came through although its statement was interrupted would not be published.
            if (_local.Connection is { } connection) await connection.CommitAsync(ofTables: HasLocalChanges);
            _local.Committed();
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
        _local.Audit(entry);
        return true;
    }

    private bool HasLocalChanges => _local.HasChangedCatalog || (_local.Connection is not null && (Changes > 0 || _local.HasAudited));

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

    // Without an error behind the savepoint nothing can have happened to it.
    private async Task<bool> IsLocallyAliveAsync()
    {
        if (Status != TransactionStatus.Failed) return true;
        try
        {
            await DetachOpenRowsAsync();
            return await _local.IsAliveAsync();
        }
        catch (GatewayException)
        {
            return false;
        }
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
        await _local.UndoAsync();
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

    private async Task CloseAsync()
    {
        await UndoRemotelyAsync();
        _remotes = null;
        _open.Clear();
        _local.Release();
        Savepoints.Clear();
        (IsOpen, _mayHaveSavepoints, StartTime, Status, Changes) = (false, false, null, TransactionStatus.Idle, 0);
    }
}
