using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Local;
using FederationGateway.Executor.Remote;
using FederationGateway.Federation;
using FederationGateway.Plan;

namespace FederationGateway.Executor;

/// <summary>Everything one statement's execution needs from its surroundings.</summary>
public sealed record StatementContext
{
    public required long StatementId { get; init; }

    public required int SessionId { get; init; }

    public required string UserName { get; init; }

    /// <summary>The role whose credentials it uses at sources.</summary>
    public required long CredentialUser { get; init; }

    public required CatalogSnapshot Snapshot { get; init; }

    public required SourceRegistry Sources { get; init; }

    /// <summary>The statement's sessions at its sources; whoever made the context disposes them after the execution.</summary>
    public required StatementSessions Sessions { get; init; }

    public required RemoteStatementLog RemoteStatements { get; init; }

    /// <summary>The in-memory engine of remainders that read no local table.</summary>
    public required EngineHost Engine { get; init; }

    /// <summary>A connection to the store: the transaction's when one is open, else one of the statement's own.</summary>
    public required Func<StoreConnection> ConnectToStore { get; init; }

    /// <summary>How expressions are written for the embedded engine in this session.</summary>
    public required SqlDialect EngineDialect { get; init; }

    /// <summary>The rows of a dictionary view's columns (indexes into the table's).</summary>
    public required Func<TableHandle, IReadOnlyList<int>, RecordBatch> ReadSystemTable { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Values of <c>$1</c>, <c>$2</c> … in this execution.</summary>
    public EquatableArray<ConstantExpression> Parameters { get; init; }

    /// <summary>Where the engine's plan for the remainder is kept for the next run of the same plan; null when there will be none.</summary>
    public KeptRemainders? KeptRemainders { get; init; }

    /// <summary>The texts of the plan's fragments, shared by all its runs; null when there will be one.</summary>
    public FragmentTexts? FragmentTexts { get; init; }

    /// <summary>True when policies or masks hide a part of what the statement reads from its user.</summary>
    public bool HidesData { get; init; }

    /// <summary>True when the plan nests so deeply that walking it needs <see cref="LargeStack"/>.</summary>
    public bool IsDeep { get; init; }

    /// <summary>Rows to expect from a fragment, also from one that keys were put into meanwhile; null when unknown.</summary>
    public Func<RemoteNode, double?> EstimateOf { get; init; } = static _ => null;

    /// <summary>The most distinct keys of a join side that are sent to the other side's source.</summary>
    public int DynamicFilterMaxKeys { get; init; } = 10_000;

    /// <summary>Sees every fragment's rows first; all of the statement's reading at a source then shares one snapshot. Null for none.</summary>
    public IFragmentWatch? Watch { get; init; }

    /// <summary>What the statement may fetch from a source, the same object each time it is asked for; null when there is no limit.</summary>
    public Func<string, FetchBudget?> BudgetOf { get; init; } = static _ => null;

    /// <summary>Sources that more parts of the statement read than the plan at hand shows.</summary>
    public IReadOnlySet<string> SharedSources { get; init; } = new HashSet<string>();

    /// <summary>The temporary tables a fragment of the plan reads, with the connection they are on; null for one that reads none.</summary>
    public Func<RemoteNode, IUploadedTables?> UploadedFor { get; init; } = static _ => null;

    /// <summary>Rows of a fragment of the plan that are there already, so that no source is asked; null for any other.</summary>
    public Func<RemoteNode, IAsyncEnumerable<RecordBatch>?> GivenRows { get; init; } = static _ => null;

    /// <summary>
    /// The transaction in which the statement writes at a source, and reads there: what it has written so far is the surrounding transaction's. The second argument is
    /// true when it need not see what was read before: the source does all of it at once.
    /// </summary>
    public Func<LiveSource, bool, CancellationToken, ValueTask<IRemoteTransaction>> BeginWriteAsync { get; init; } =
        static (source, _, _) => throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{source.Entry.Name}\" cannot be written to from here");

    /// <summary>Hears which rows of the store's tables the statement changes; null when nobody has to know.</summary>
    public IChangedRows? ChangedRows { get; init; }

    /// <summary>The fragment whose rows are what the statement writes, one for one, so that they are counted as they come; null for none.</summary>
    public RemoteNode? Counted { get; init; }

    /// <summary>Hears how many more rows have been sent to be written, while they are.</summary>
    public Action<long> CountWritten { get; init; } = static _ => { };

    /// <summary>Tells the user something that does not stop the statement.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Refuses a fragment as it is sent, its keys put in; the second argument is the same fragment in the plan.</summary>
    public Action<RemoteNode, RemoteNode> CheckFragment { get; init; } = static (_, _) => { };
}

/// <summary>A connection to the store with the duty to give it back.</summary>
/// <param name="IsShared">True for a transaction's connection, which outlives the statement.</param>
public sealed record StoreConnection(DuckDbConnection Connection, bool IsShared) : IDisposable
{
    public void Dispose()
    {
        if (!IsShared) Connection.Dispose();
    }
}
