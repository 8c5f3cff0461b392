using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.DuckDb;
using FederationGateway.Federation;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Subscriptions;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Gateway.Transactions;
using FederationGateway.Gateway.Verification;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Provisioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What all sessions share.</summary>
public sealed class GatewayCore : IAsyncDisposable
{
    /// <param name="loggers">Null for none.</param>
    /// <param name="auditRetention">How long audit entries are kept; null for ever.</param>
    /// <param name="backlog">Of each remote source; null for the usual size.</param>
    public GatewayCore(
        CatalogStore store, EngineHost engine, IEnumerable<IAdapter> adapters, TimeProvider timeProvider, ILoggerFactory? loggers = null, TimeSpan? auditRetention = null, BacklogOptions? backlog = null)
    {
        (Store, Engine, TimeProvider) = (store, engine, timeProvider);
        Adapters = new AdapterRegistry(adapters);
        Sources = new SourceRegistry(Adapters, new StoredSources(store));
        store.Published += Sources.Keep;
        var log = (loggers ?? NullLoggerFactory.Instance).CreateLogger<TransactionCoordinator>();
        Coordinator = new TransactionCoordinator(store, timeProvider, log);
        Recovery = new TransactionRecovery(store, Sources, Coordinator, timeProvider, log);
        Replication = new ReplicationService(
            store, Sources, new TableReader(this), new SubscriptionPlanner(() => this),
            new ReplicationOptions(Path.Combine(store.DataDirectory, "backlog")) { Backlog = backlog ?? new BacklogOptions(), Resync = (subscription, condition, cancellationToken) => Resynchronisation.OfItselfAsync(this, subscription, condition, cancellationToken) },
            timeProvider, (loggers ?? NullLoggerFactory.Instance).CreateLogger<ReplicationService>());
        Tasks = new TaskRuns(this, (loggers ?? NullLoggerFactory.Instance).CreateLogger<TaskRuns>());
        Replicas = new ReplicaRuns(timeProvider, (loggers ?? NullLoggerFactory.Instance).CreateLogger<ReplicaRuns>());
        Audit = new AuditTrail(store.Audit, timeProvider, (loggers ?? NullLoggerFactory.Instance).CreateLogger(AuditTrail.Category), auditRetention);
        Statements = new StatementLog(timeProvider);
        PushdownReasons = new PushdownReasonLog(timeProvider);
        UnsupportedStatements = new UnsupportedStatementLog(timeProvider);
        LocalStatistics = new StoreStatistics(store.Engine, timeProvider);
        StartTime = timeProvider.GetUtcNow().UtcDateTime;
    }

    /// <summary>The one database clients can name.</summary>
    public const string DatabaseName = "gateway";

    public CatalogStore Store { get; }

    /// <summary>The in-memory engine of remainders.</summary>
    public EngineHost Engine { get; }

    /// <summary>Engines of statements with a memory limit of their own.</summary>
    public StatementEngines StatementEngines { get; init; } = new(new EngineOptions());

    public AdapterRegistry Adapters { get; }

    public SourceRegistry Sources { get; }

    /// <summary>Sizes of local tables.</summary>
    public StoreStatistics LocalStatistics { get; }

    public RemoteStatementLog RemoteStatements { get; } = new();

    /// <summary>Commits what was written to sources.</summary>
    internal TransactionCoordinator Coordinator { get; }

    /// <summary>Ends what a crash has left open, once started.</summary>
    internal TransactionRecovery Recovery { get; }

    /// <summary>Runs remote subscriptions, once started.</summary>
    public ReplicationService Replication { get; }

    /// <summary>Replication tasks that are being started.</summary>
    internal TaskRuns Tasks { get; }

    /// <summary>Work on replicas that is under way, and how they stand.</summary>
    internal ReplicaRuns Replicas { get; }

    /// <summary>Where everything that is audited goes.</summary>
    internal AuditTrail Audit { get; }

    internal ParsedTexts ParsedTexts { get; } = new();

    public StatementLog Statements { get; }

    /// <summary>The latest fragments that were computed here as well.</summary>
    public PushdownVerificationLog Verifications { get; } = new();

    /// <summary>Chance: which statements are verified.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>What sessions' settings are before a client sets them: the operator's choice in place of the table's defaults.</summary>
    public IReadOnlyDictionary<string, string> SettingDefaults { get; init; } = new Dictionary<string, string>();

    public PushdownReasonLog PushdownReasons { get; }

    /// <summary>What clients sent and could not be answered.</summary>
    public UnsupportedStatementLog UnsupportedStatements { get; }

    /// <summary>Which statements may run now.</summary>
    public StatementQueue Queue { get; init; } = new(maximumRunning: 0, maximumWaiting: 0);

    public SessionRegistry Sessions { get; } = new();

    internal RunningStatements RunningStatements { get; } = new();

    public TimeProvider TimeProvider { get; }

    /// <summary>Settings whose value is the gateway's configuration.</summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>When the gateway started, UTC.</summary>
    public DateTime StartTime { get; }

    public async ValueTask DisposeAsync()
    {
        await Recovery.DisposeAsync();
        await Tasks.DisposeAsync();
        await Replicas.DisposeAsync();
        await Replication.DisposeAsync();
        await Sources.DisposeAsync();
        Engine.Dispose();
        await Audit.EndAsync();
        Store.Dispose();
    }

    private sealed class StoredSources(CatalogStore store) : ISourceCatalog
    {
        public CatalogSnapshot Committed => store.Current;

        public IReadOnlyDictionary<string, string> Decrypt(CredentialEntry credential) => store.Vault.Decrypt(credential);
    }
}
