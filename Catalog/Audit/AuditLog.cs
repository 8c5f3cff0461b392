using FederationGateway.Catalog.Store;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>
/// Makes audit entries durable: in the transaction of what they tell about, or in one of their own, which those that wait at the same time share. Safe from any thread.
/// </summary>
public sealed class AuditLog : IDisposable
{
    /// <summary>What may wait to be written: the disk may be slower than those who fail to log in.</summary>
    private const int MostUnwritten = 10_000;

    private readonly CatalogStore _store;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<AuditEntry> _unwritten = [];
    private long _lastId;

    internal AuditLog(CatalogStore store, long lastId) => (_store, _lastId) = (store, lastId);

    public long NewId() => Interlocked.Increment(ref _lastId);

    /// <summary>Writes an entry in the transaction that is open on the connection.</summary>
    public static void Write(DuckDbConnection connection, AuditEntry entry) => AuditRows.Insert(connection, entry);

    /// <summary>Writes an entry in a transaction of its own: durable when this returns. Too many that wait are refused.</summary>
    public async Task AppendAsync(AuditEntry entry)
    {
        lock (_lock)
        {
            if (_unwritten.Count == MostUnwritten) throw new InvalidOperationException("too many audit entries wait to be written");
            _unwritten.Add(entry);
        }

        await FlushAsync();
    }

    /// <summary>Writes what waits.</summary>
    public Task FlushAsync() => WriteAsync(connection =>
    {
        var waiting = Unwritten();
        foreach (var entry in waiting) AuditRows.Insert(connection, entry);
        return waiting;
    });

    /// <summary>Forgets what is older.</summary>
    public Task PurgeAsync(DateTime before) => WriteAsync(connection =>
    {
        AuditRows.DeleteBefore(connection, before);
        return [];
    });

    /// <summary>All entries, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Read()
    {
        // Before the table: what is written meanwhile is in both.
        var waiting = Unwritten();
        using var connection = _store.Connect();
        var written = AuditRows.Read(connection);
        return waiting.Count == 0 ? written : [.. written.Concat(waiting).DistinctBy(entry => entry.Id).OrderBy(entry => entry.Id)];
    }

    public void Dispose() => _one.Dispose();

    private List<AuditEntry> Unwritten()
    {
        lock (_lock) return [.. _unwritten];
    }

    private async Task WriteAsync(Func<DuckDbConnection, List<AuditEntry>> write)
    {
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            using var connection = _store.Connect();
            await connection.ExecuteAsync("BEGIN TRANSACTION", CancellationToken.None);
            var written = write(connection);
            await connection.CommitAsync(ofTables: false);
            var ids = written.Select(entry => entry.Id).ToHashSet();
            lock (_lock) _unwritten.RemoveAll(entry => ids.Contains(entry.Id));
        }
        finally
        {
            _one.Release();
        }
    }
}
