using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Sessions;

/// <summary>
/// The session's transaction on the store: an explicit block, or the implicit one around the statements of one request. Its connection is opened by the
/// first statement that needs the store.
/// </summary>
internal sealed class SessionTransaction(CatalogStore store) : IAsyncDisposable
{
    private readonly List<DetachableRows> _open = [];
    private DuckDbConnection? _connection;
    private CatalogTransaction? _catalog;

    public TransactionStatus Status { get; private set; } = TransactionStatus.Idle;

    /// <summary>True while statements share one transaction.</summary>
    public bool IsOpen { get; private set; }

    public bool IsReadOnly { get; set; }

    /// <summary>The catalog as the session sees it: with its own uncommitted changes.</summary>
    public CatalogSnapshot Snapshot => _catalog?.Snapshot ?? store.Current;

    /// <summary>How often the transaction has changed the catalog.</summary>
    public int CatalogChangeCount => _catalog?.ChangeCount ?? 0;

    public void BeginExplicit()
    {
        IsOpen = true;
        Status = TransactionStatus.InTransaction;
    }

    /// <summary>Statements of one request share a transaction although nobody said BEGIN.</summary>
    public void BeginImplicit() => IsOpen = true;

    public void Fail()
    {
        if (Status == TransactionStatus.InTransaction) Status = TransactionStatus.Failed;
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

    /// <summary>
    /// Runs a change of the catalog: in this transaction when one is open, else in one of its own, committed when this returns.
    /// </summary>
    public async Task<IReadOnlyList<string>> ChangeCatalogAsync(Func<CatalogTransaction, Task> change, CancellationToken cancellationToken)
    {
        if (IsReadOnly) throw new GatewayException(SqlState.ReadOnlySqlTransaction, "cannot change the catalog in a read-only transaction");
        if (!IsOpen) return await ChangeAloneAsync(change, cancellationToken);
        await DetachOpenRowsAsync();
        var connection = OpenConnection();
        _catalog ??= await store.BeginAsync(connection, cancellationToken);
        var before = _catalog.Notices.Count;
        await change(_catalog);
        return [.. _catalog.Notices.Skip(before)];
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DetachOpenRowsAsync();
            if (_connection is not null) await _connection.ExecuteAsync("COMMIT", cancellationToken);
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
            foreach (var rows in _open.ToArray()) await rows.DisposeAsync();

            // A connection that is closed rolls back by itself; asking keeps the order of events plain.
            if (_connection is not null) await _connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (GatewayException)
        {
            // The engine has already ended the transaction (an error in it, or its own restart).
        }
        finally
        {
            Close();
        }
    }

    public async ValueTask DisposeAsync() => await RollbackAsync();

    private async Task<IReadOnlyList<string>> ChangeAloneAsync(Func<CatalogTransaction, Task> change, CancellationToken cancellationToken)
    {
        using var connection = store.Connect();
        await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
        using var catalog = await store.BeginAsync(connection, cancellationToken);
        await change(catalog);
        await connection.ExecuteAsync("COMMIT", cancellationToken);
        catalog.Publish();
        return [.. catalog.Notices];
    }

    private DuckDbConnection OpenConnection()
    {
        if (_connection is not null) return _connection;
        var connection = store.Connect();
        connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        return _connection = connection;
    }

    private void Close()
    {
        _open.Clear();
        _catalog?.Dispose();
        _catalog = null;
        _connection?.Dispose();
        _connection = null;
        (IsOpen, IsReadOnly, Status) = (false, false, TransactionStatus.Idle);
    }
}
