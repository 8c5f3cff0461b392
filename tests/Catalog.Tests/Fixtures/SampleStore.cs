using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Tests.Fixtures;

/// <summary>A store in a directory of its own, changed as a session would: one transaction per change.</summary>
internal sealed class SampleStore : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private CatalogStore _store;
    private DuckDbConnection _connection;

    public SampleStore()
    {
        (_store, _connection) = Open();
        if (_store.Current.FindSchema("public") is null) Change(change => Changes.SchemaChanges.Create(change, "public", ifNotExists: false, "admin"));
    }

    public string Directory => _directory.Path;

    public CatalogStore Store => _store;

    public CatalogSnapshot Current => _store.Current;

    /// <summary>Makes a change and commits it; the notices it gave.</summary>
    public IReadOnlyList<string> Change(Action<CatalogTransaction> change)
    {
        _connection.Execute("BEGIN", CancellationToken.None);
        using var transaction = _store.BeginAsync(_connection, CancellationToken.None).GetAwaiter().GetResult();
        try
        {
            change(transaction);
        }
        catch
        {
            _connection.Execute("ROLLBACK", CancellationToken.None);
            throw;
        }

        _connection.Execute("COMMIT", CancellationToken.None);
        transaction.Publish();
        return [.. transaction.Notices];
    }

    public T Change<T>(Func<CatalogTransaction, T> change)
    {
        T? result = default;
        Change(transaction => { result = change(transaction); });
        return result!;
    }

    /// <summary>Runs a statement of the embedded engine beside the catalog.</summary>
    public void Execute(string sql) => _connection.Execute(sql, CancellationToken.None);

    /// <summary>Closes the store and opens it again from its files.</summary>
    public void Reopen()
    {
        Close();
        (_store, _connection) = Open();
    }

    public void Dispose()
    {
        Close();
        _directory.Dispose();
    }

    private (CatalogStore Store, DuckDbConnection Connection) Open()
    {
        var store = CatalogStore.Open(new CatalogStoreOptions(Directory) { Threads = 1, LockTimeout = TimeSpan.FromMilliseconds(50) }, BuiltInCatalog.Snapshot);
        return (store, store.Connect());
    }

    private void Close()
    {
        _connection.Dispose();
        _store.Dispose();
    }
}
