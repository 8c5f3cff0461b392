using System.Globalization;
using FederationGateway.Catalog.Store;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>
/// What must survive a crash while a transaction commits at a source and here. Every change is durable when its method returns, but for <see cref="Decide"/>, which is durable
/// with the local changes it decides about.
/// </summary>
public sealed class TransactionStore
{
    /// <summary>Outcomes older than the latest so many are forgotten.</summary>
    private const int MostOutcomes = 1000;

    private readonly CatalogStore _store;
    private readonly HashSet<long> _sources;
    private readonly HashSet<long> _ended = [];
    private readonly Lock _lock = new();

    internal TransactionStore(CatalogStore store, DuckDbConnection connection)
    {
        _store = store;
        _sources = TransactionRows.ReadSources(connection);
        var id = StoreRows.ReadLong(connection, "SELECT value FROM catalog.counter WHERE name = 'gateway_id'");
        NamePrefix = string.Create(CultureInfo.InvariantCulture, $"fedgw_{id:x}_");
    }

    /// <summary>How the names of this gateway's prepared transactions begin, and no other gateway's.</summary>
    public string NamePrefix { get; }

    /// <summary>The sources that transactions were ever prepared at.</summary>
    public IReadOnlyList<long> PreparingSources
    {
        get { lock (_lock) return [.. _sources]; }
    }

    public async Task NotePreparingAsync(long sourceOid)
    {
        lock (_lock)
            if (_sources.Contains(sourceOid)) return;
        await ChangeAsync(connection => TransactionRows.InsertSource(connection, sourceOid));
        lock (_lock) _sources.Add(sourceOid);
    }

    /// <summary>Before a commit at a source that prepares none: from now on a restart asks the source what became of it.</summary>
    public Task BeginAsync(TransactionRecord record) => ChangeAsync(connection => TransactionRows.Insert(connection, record.Id, TransactionRows.Pending, CatalogJson.Write(record)));

    /// <summary>Puts the decision to commit among the changes of the transaction that is open on a connection.</summary>
    public static void Decide(DuckDbConnection connection, TransactionRecord record) => TransactionRows.Insert(connection, record.Id, TransactionRows.Decided, CatalogJson.Write(record));

    /// <summary>Whether a decision is durable.</summary>
    public bool IsDecided(long id) => Read().Exists(row => row.Id == id && row.Kind == TransactionRows.Decided);

    /// <summary>
    /// The transaction has ended everywhere alike. Its records go with the next <see cref="ForgetEndedAsync"/>: until then a restart would find out again how it ended.
    /// </summary>
    public void End(long id)
    {
        lock (_lock) _ended.Add(id);
    }

    /// <summary>Takes away the records of transactions that have ended; how many there were.</summary>
    public async Task<int> ForgetEndedAsync()
    {
        long[] ids;
        lock (_lock) ids = [.. _ended];
        if (ids.Length == 0) return 0;
        await ChangeAsync(connection => TransactionRows.DeleteRecords(connection, ids));
        lock (_lock) _ended.ExceptWith(ids);
        return ids.Length;
    }

    /// <summary>The transaction has not ended everywhere alike, or nobody knows.</summary>
    public Task EndAsync(TransactionOutcomeEntry outcome) => ChangeAsync(connection =>
    {
        TransactionRows.DeleteRecords(connection, [outcome.Record.Id]);
        TransactionRows.Insert(connection, outcome.Record.Id, TransactionRows.Outcome, CatalogJson.Write(outcome));
        connection.Execute(
            $"DELETE FROM catalog.remote_transaction WHERE kind = '{TransactionRows.Outcome}' AND id <= (SELECT id FROM catalog.remote_transaction WHERE kind = '{TransactionRows.Outcome}' ORDER BY id DESC LIMIT 1 OFFSET {MostOutcomes})",
            CancellationToken.None);
    });

    /// <summary>Transactions that have not ended yet.</summary>
    public IReadOnlyList<TransactionState> Open()
    {
        // Looked at before the rows are read: what ends meanwhile may be forgotten meanwhile.
        HashSet<long> ended;
        lock (_lock) ended = [.. _ended];
        return [.. Open(Read(), ended)];
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<TransactionOutcomeEntry> Outcomes() => [.. Read().Where(row => row.Kind == TransactionRows.Outcome).Select(row => CatalogJson.Read<TransactionOutcomeEntry>(row.Definition))];

    private static IEnumerable<TransactionState> Open(List<(long Id, string Kind, string Definition)> all, HashSet<long> ended) =>
        from row in all
        where row.Kind != TransactionRows.Outcome && !ended.Contains(row.Id)
        group row by row.Id into rows
        select new TransactionState(
            CatalogJson.Read<TransactionRecord>(rows.First().Definition), rows.Any(row => row.Kind == TransactionRows.Pending), rows.Any(row => row.Kind == TransactionRows.Decided));

    private List<(long Id, string Kind, string Definition)> Read()
    {
        using var connection = _store.Connect();
        return TransactionRows.Read(connection);
    }

    private async Task ChangeAsync(Action<DuckDbConnection> change)
    {
        using var connection = _store.Connect();
        await connection.ExecuteAsync("BEGIN TRANSACTION", CancellationToken.None);
        change(connection);
        await connection.CommitAsync(ofTables: false);
    }
}
