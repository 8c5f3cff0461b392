using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Local;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Transactions.Redo;

namespace FederationGateway.Gateway.Transactions;

/// <summary>A moment of a <see cref="LocalTransaction"/>.</summary>
/// <param name="Catalog">Null when the catalog had not been changed.</param>
/// <param name="Audited">How many entries of the audit log there were.</param>
internal sealed record LocalMark(RedoMark Redo, CatalogMark? Catalog, int Audited);

/// <summary>The part of a session's transaction that is in the store: rows, definitions, audit. It begins with the first statement that needs it.</summary>
/// <param name="audit">Told what became of what it did.</param>
internal sealed class LocalTransaction(CatalogStore store, TransactionAudit audit)
{
    private CatalogTransaction? _catalog;
    private RedoLog? _redo;
    private long _beginning;

    /// <summary>The connection it is open on; null before it begins.</summary>
    public DuckDbConnection? Connection { get; private set; }

    /// <summary>The catalog, and how far subscriptions had come, when it began: what it reads is not older. Null before that.</summary>
    public (CatalogSnapshot Catalog, SubscriptionsAtWork Subscriptions)? Seen { get; private set; }

    public bool HasBegun => Connection is not null || _catalog is not null;

    public bool HasChangedCatalog => _catalog is not null;

    public bool HasAudited { get; private set; }

    /// <summary>True when its changes are gone although a savepoint may still bring them back.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The catalog with its own uncommitted changes.</summary>
    public CatalogSnapshot Snapshot => _catalog?.Snapshot ?? store.Current;

    /// <summary>Hears of changed rows.</summary>
    public IChangedRows ChangedRows => Redo;

    /// <summary>Hears of changed tables.</summary>
    public ITableJournal TableJournal => Redo;

    /// <summary>True when a mark has to write rows.</summary>
    public bool HasUnmarkedRows => _redo is { HasUncaptured: true };

    private RedoLog Redo => _redo ??= new RedoLog(store, oid => Snapshot.RelationsByOid.GetValueOrDefault(oid) as LocalTableEntry);

    public DuckDbConnection Open()
    {
        if (IsLost || Connection is { Engine.IsInvalidated: true }) throw RedoLog.EngineLost();
        if (Connection is not null) return Connection;
        Seen = (store.Current, store.Subscriptions.Current);
        var connection = store.Connect();
        try
        {
            _beginning = connection.Engine.Commits.Now;
            connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return Connection = connection;
    }

    /// <summary>Runs a change of the catalog; its notices.</summary>
    public async Task<IReadOnlyList<string>> ChangeCatalogAsync(Func<CatalogTransaction, Task> change, bool mayBeTakenBack, CancellationToken cancellationToken)
    {
        var isFirstWork = Connection is null;
        var connection = Open();
        _catalog ??= await store.BeginAsync(connection, cancellationToken, mayBeTakenBack ? Redo : null);
        _catalog.IsFirstWork = isFirstWork;
        var before = _catalog.Notices.Count;
        await change(_catalog);
        return [.. _catalog.Notices.Skip(before)];
    }

    public void RememberLinkedTable(LinkedTableName name, VirtualTableEntry table)
    {
        if (_catalog is not null) _catalog.RememberLinkedTable(name, table);
        else store.RememberLinkedTable(name, table);
    }

    public void ForgetLinkedTables()
    {
        _catalog?.ForgetLinkedTables();
        store.ForgetLinkedTables();
    }

    public void Audit(AuditEntry entry)
    {
        audit.Write(Open(), entry);
        HasAudited = true;
    }

    /// <summary>Makes a moment to go back to.</summary>
    public async Task<LocalMark> MarkAsync(CancellationToken cancellationToken)
    {
        if (HasUnmarkedRows) await Redo.CaptureAsync(Open(), cancellationToken);
        return new LocalMark(Redo.Mark, _catalog?.Mark, audit.Count);
    }

    /// <summary>False when the engine has given it up after an error.</summary>
    public async Task<bool> IsAliveAsync()
    {
        try
        {
            if (Connection is not null) await Connection.ExecuteAsync("SELECT 1", CancellationToken.None);
            return !IsLost;
        }
        catch (GatewayException)
        {
            return false;
        }
    }

    /// <summary>Whether others have committed since it began, so that it would see something else when it began again.</summary>
    public bool WouldSeeOthers => Connection is { } connection && connection.Engine.Commits.HasChangedSince(_beginning);

    /// <summary>Undoes what came behind a mark: the engine's transaction ends, and what came before is done again in another.</summary>
    /// <param name="keepsSnapshot">Whether it must not see what others have committed meanwhile.</param>
    /// <exception cref="GatewayException">40001 when others stand in the way.</exception>
    public async Task ReturnToAsync(LocalMark mark, bool keepsSnapshot, CancellationToken cancellationToken)
    {
        if (Connection is { Engine.IsInvalidated: true }) throw RedoLog.EngineLost();
        var connection = store.Connect();
        try
        {
            // The snapshot is the first read's. As long as one transaction or the other changes something, committed rows keep their row ids.
            var beginning = connection.Engine.Commits.Now;
            var seen = (store.Current, store.Subscriptions.Current);
            await connection.ExecuteAsync("BEGIN TRANSACTION; SELECT value FROM catalog.counter LIMIT 1", cancellationToken);
            await connection.HoldRowIdsAsync("catalog.counter", "value", cancellationToken);
            if (keepsSnapshot && connection.Engine.Commits.HasChangedSince(_beginning)) throw SnapshotGone();
            IsLost = true;
            await EndEngineTransactionAsync();
            await Redo.ReplayAsync(mark.Redo, connection, () => ReturnCatalog(mark.Catalog, connection), cancellationToken);
            if (mark.Catalog is null) EndCatalog();
            audit.ReturnTo(mark.Audited, connection);
            (Connection, _beginning, Seen, HasAudited, IsLost) = (connection, beginning, seen, mark.Audited > 0, false);
        }
        catch (Exception e)
        {
            connection.Dispose();
            throw e is GatewayException failure && IsConflict(failure.State) ? Conflict(failure) : e;
        }
    }

    public static GatewayException SnapshotGone() => new(SqlState.SerializationFailure, "could not serialize access due to concurrent changes of local tables")
    {
        Detail = "Going back to the savepoint would show what others have committed since the transaction began.",
        Hint = "Roll back the whole transaction and run it again.",
    };

    /// <summary>The transaction has committed: everybody sees its definitions.</summary>
    public void Committed()
    {
        _catalog?.Publish();
        audit.Committed();
    }

    public async Task UndoAsync()
    {
        try
        {
            await EndEngineTransactionAsync();
        }
        finally
        {
            Release();
        }
    }

    // The connection first: who waits for the catalog must not meet this transaction's changes.
    public void Release()
    {
        Connection?.Dispose();
        (Connection, Seen) = (null, null);
        EndCatalog();
        _redo?.Dispose();
        _redo = null;
        (HasAudited, IsLost) = (false, false);
        audit.RolledBack();     // nothing of it is left after a commit
    }

    private void ReturnCatalog(CatalogMark? mark, DuckDbConnection connection)
    {
        if (mark is not null) _catalog!.ReturnTo(mark, connection);
    }

    private void EndCatalog()
    {
        _catalog?.Dispose();
        _catalog = null;
    }

    private async Task EndEngineTransactionAsync()
    {
        try
        {
            // A connection that is closed rolls back by itself; asking keeps the order of events plain.
            if (Connection is not null) await Connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (Exception e) when (e is GatewayException or OperationCanceledException or ObjectDisposedException)
        {
            // The engine has already ended the transaction (an error in it, or its own restart).
        }
        finally
        {
            Connection?.Dispose();
            Connection = null;
        }
    }

    // Others may have changed, removed or dropped what was changed here, or taken a key that was to be added.
    private static bool IsConflict(SqlState state) => state.Code.StartsWith("23", StringComparison.Ordinal) || state.Code.StartsWith("40", StringComparison.Ordinal) || state.Code.StartsWith("42", StringComparison.Ordinal);

    private static GatewayException Conflict(GatewayException failure) => failure.Detail is not null && failure.State == SqlState.SerializationFailure
        ? failure
        : new GatewayException(SqlState.SerializationFailure, "could not go back to the savepoint because others have changed the same tables", failure)
        {
            Detail = "What the transaction had changed before the savepoint could not be done again.",
            Hint = "Roll back the whole transaction and run it again.",
        };
}
