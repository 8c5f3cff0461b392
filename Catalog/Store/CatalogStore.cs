using System.Collections.Immutable;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>Where the store is and how it may behave.</summary>
public sealed record CatalogStoreOptions(string DataDirectory)
{
    public string? CredentialKeyPath { get; init; }

    public long? MemoryLimitBytes { get; init; }

    public int? Threads { get; init; }

    /// <summary>Where statements on the store spill to; inside the data directory by default.</summary>
    public string? SpillDirectory { get; init; }

    /// <summary>Bytes they may spill; null for what the disk has room for.</summary>
    public long? SpillLimitBytes { get; init; }

    /// <summary>Scalar functions statements on the store may call.</summary>
    public IReadOnlyList<ScalarFunction> Functions { get; init; } = [];

    /// <summary>How long DDL waits for another session's DDL to end before 55P03.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public string DatabasePath => Path.Combine(DataDirectory, "gateway.duckdb");
}

/// <summary>
/// The durable catalog and the local tables: one file, opened by one process. Readers take <see cref="Current"/>; a change runs in a
/// <see cref="CatalogTransaction"/> and publishes the next snapshot after its commit is on disk.
/// </summary>
public sealed class CatalogStore : IDisposable
{
    /// <summary>How many OIDs are set aside at a time: a restart skips what is left of them.</summary>
    private const int OidBlock = 32;

    private readonly EngineHost _engine;
    private readonly CatalogStoreOptions _options;
    private readonly SemaphoreSlim _ddl = new(1, 1);
    private readonly Lock _oids = new();
    private CatalogSnapshot _current;
    private long _lastVersion = 1;
    private long _nextOid;
    private long _oidsEnd;

    private CatalogStore(CatalogStoreOptions options, CatalogSnapshot builtIn)
    {
        _options = options;
        Directory.CreateDirectory(options.DataDirectory);
        Vault = CredentialVault.Open(options.CredentialKeyPath ?? Path.Combine(options.DataDirectory, "credential.key"));
        _engine = new EngineHost(new EngineOptions
        {
            DatabasePath = options.DatabasePath,
            MemoryLimitBytes = options.MemoryLimitBytes,
            Threads = options.Threads,
            Functions = options.Functions,
            TempDirectory = options.SpillDirectory ?? Path.Combine(options.DataDirectory, "spill", "store"),
            TempLimitBytes = options.SpillLimitBytes,
        });
        using var connection = _engine.Connect();
        StoreLayout.Prepare(connection);
        _nextOid = _oidsEnd = StoreRows.ReadLong(connection, "SELECT value FROM catalog.counter WHERE name = 'next_oid'");
        _current = CatalogLoader.Load(connection, builtIn);
        SequenceRows.Clean(connection);
        Sequences = new SequenceStore(this);
        Transactions = new TransactionStore(this, connection);
        Subscriptions = new SubscriptionStore(this, connection);
        TaskExecutions = new TaskExecutionStore(this, connection);
        Audit = new AuditLog(this, AuditRows.LastId(connection));
        Verification = new VerificationStore(this, _current.Verification.Mismatches.Keys.DefaultIfEmpty().Max());
    }

    /// <summary>Opens the store of a data directory, made when it is new. <paramref name="builtIn"/>: the system schemas and their views.</summary>
    public static CatalogStore Open(CatalogStoreOptions options, CatalogSnapshot builtIn) => new(options, builtIn);

    /// <summary>The latest committed state.</summary>
    public CatalogSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Where the file is, and what else is the gateway's to keep.</summary>
    public string DataDirectory => _options.DataDirectory;

    public CredentialVault Vault { get; }

    /// <summary>What verification found about the sources.</summary>
    public VerificationStore Verification { get; }

    /// <summary>Where sequences have come to.</summary>
    public SequenceStore Sequences { get; }

    /// <summary>What must survive while transactions commit at sources and here.</summary>
    public TransactionStore Transactions { get; }

    /// <summary>What remote subscriptions are doing.</summary>
    public SubscriptionStore Subscriptions { get; }

    /// <summary>Starts of replication tasks.</summary>
    public TaskExecutionStore TaskExecutions { get; }

    /// <summary>Who did what.</summary>
    public AuditLog Audit { get; }

    /// <summary>The engine over the file: for scalar functions and slots.</summary>
    public EngineHost Engine => _engine;

    /// <summary>
    /// An OID never given out before. Numbers are set aside in the file before the first of them is used, in a transaction of their own: changes that are
    /// under way at the same time do not meet in the counter's row, and what becomes of a change does not matter.
    /// </summary>
    public long NewOid()
    {
        lock (_oids)
        {
            if (_nextOid == _oidsEnd)
            {
                using var connection = Connect();
                StoreRows.SaveNextOid(connection, _nextOid + OidBlock);
                _oidsEnd = _nextOid + OidBlock;
            }

            return _nextOid++;
        }
    }

    /// <summary>A connection to the store, the caller's to dispose.</summary>
    public DuckDbConnection Connect() => _engine.Connect();

    /// <summary>
    /// Starts a change of the catalog inside the transaction that is open on <paramref name="connection"/>, which the caller commits or rolls back through the
    /// returned object. Changes of the catalog come one after the other: waits for another's, 55P03 when that takes too long.
    /// </summary>
    /// <param name="journal">See <see cref="CatalogTransaction.TableJournal"/>.</param>
    public async Task<CatalogTransaction> BeginAsync(DuckDbConnection connection, CancellationToken cancellationToken, ITableJournal? journal = null)
    {
        if (!await _ddl.WaitAsync(_options.LockTimeout, cancellationToken))
            throw new GatewayException(SqlState.LockNotAvailable, "another session is changing the catalog") { Hint = "Try again when its transaction has ended." };
        return new CatalogTransaction(this, connection) { TableJournal = journal };
    }

    /// <summary>Raised with each committed change, after <see cref="Current"/> shows it.</summary>
    public event Action<CatalogSnapshot>? Published;

    /// <summary>
    /// Keeps the definition behind a three-part name until its source is altered or dropped; then it is found again by importing it. Plans stay valid when it is
    /// the one that was known.
    /// </summary>
    public void RememberLinkedTable(LinkedTableName name, VirtualTableEntry table) => Change(snapshot => snapshot with
    {
        LinkedTables = snapshot.LinkedTables.SetItem(name, table),
        Version = snapshot.LinkedTables.GetValueOrDefault(name)?.IsDefinedAs(table) == true ? snapshot.Version : NextVersion(),
    });

    /// <summary>Forgets all definitions behind three-part names: a source has said that one of them is out of date.</summary>
    public void ForgetLinkedTables() => Change(snapshot => snapshot.LinkedTables.IsEmpty ? snapshot : snapshot with { LinkedTables = snapshot.LinkedTables.Clear(), Version = NextVersion() });

    public void Dispose()
    {
        TaskExecutions.Dispose();
        Verification.Dispose();
        Audit.Dispose();
        Sequences.Dispose();
        _engine.Dispose();
        _ddl.Dispose();
    }

    internal void Publish(CatalogSnapshot snapshot)
    {
        Change(current => snapshot with { LinkedTables = LinkedTablesIn(current, snapshot), Verification = current.Verification.For(snapshot), Version = NextVersion() });
        Published?.Invoke(Current);
    }

    /// <summary>Shows everybody what verification has just made durable; plans made before are made anew.</summary>
    internal void ChangeVerification(Func<VerificationState, VerificationState> change) =>
        Change(current => current with { Verification = change(current.Verification).For(current), Version = NextVersion() });

    /// <summary>A number no snapshot has had: also those of changes that are rolled back stay apart from what comes after them.</summary>
    internal long NextVersion() => Interlocked.Increment(ref _lastVersion);

    internal void EndChange() => _ddl.Release();

    // What was imported from a source that has changed since is not to be trusted.
    private static ImmutableDictionary<LinkedTableName, VirtualTableEntry> LinkedTablesIn(CatalogSnapshot before, CatalogSnapshot after) => before.LinkedTables.RemoveRange(
        before.LinkedTables.Where(linked => !Equals(before.Sources.FindExact(linked.Value.Source), after.Sources.FindExact(linked.Value.Source))).Select(linked => linked.Key));

    private void Change(Func<CatalogSnapshot, CatalogSnapshot> change)
    {
        CatalogSnapshot before;
        do before = Current;
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _current, change(before), before), before));
    }
}
