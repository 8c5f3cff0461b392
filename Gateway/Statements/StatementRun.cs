using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Federation;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Verification;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>One execution of one statement: its session, its clock, its token, what it holds at the sources.</summary>
internal sealed class StatementRun(SessionState session, StatementRecord record, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly FetchBudgets _budgets = new(session);
    private StatementSessions? _sources;
    private StatementEngine? _engine;
    private WriteProgress? _progress;

    public SessionState Session { get; } = session;

    public StatementRecord Record { get; } = record;

    /// <summary>Whether other statements belong to the same request, and so to its implicit transaction.</summary>
    public bool SharesRequest { get; init; }

    /// <summary>True when the rows are still wanted after a commit of the transaction: what streams from its connection is then read into memory.</summary>
    public bool OutlivesTransaction { get; init; }

    /// <summary>
    /// True when it reads sources in the session's transaction, with which its rows end. Rows that outlive the transaction are read apart from it, unless only it sees them all.
    /// </summary>
    public bool ReadsInTransaction => Session.Transaction.IsOpen && (!OutlivesTransaction || Session.Transaction.HasWrittenRemotely);

    /// <summary>Cancelled by the client, its disappearance, the statement timeout and shutdown.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>How many rows it has written so far.</summary>
    public WriteProgress Progress => _progress ??= new WriteProgress(this);

    /// <summary>What the executor needs to run a plan for this statement; refuses a plan that the session's settings do not allow to run.</summary>
    /// <param name="fragmentTexts">See <see cref="StatementContext.FragmentTexts"/>.</param>
    /// <param name="keptRemainders">See <see cref="StatementContext.KeptRemainders"/>.</param>
    /// <param name="fetches">False when a source runs the plan's fragments inside a statement of its own, and no rows come from there.</param>
    public StatementContext ContextFor(
        EquatableArray<ConstantExpression> parameters, OptimizedPlan plan, bool isDeep, FragmentTexts? fragmentTexts = null, KeptRemainders? keptRemainders = null, bool fetches = true)
    {
        var required = fetches ? RequiredPushdown.Of(Session.Settings, plan, isDeep) : null;
        required?.CheckPlan();
        Record.PlanKind = isDeep ? LargeStack.Run(() => PlanKinds.Of(plan.Root)) : PlanKinds.Of(plan.Root);
        Session.Core.PushdownReasons.Count(plan, Record, isDeep);

        // What verification reads is not the statement's: it has a budget like it, and may read tables whole.
        return PushdownVerification.Attach(this, Context(parameters, plan, isDeep)) with
        {
            FragmentTexts = fragmentTexts,
            KeptRemainders = _engine is null ? keptRemainders : null,
            BudgetOf = _budgets.Of,
            CheckFragment = required is null ? static (_, _) => { } : required.CheckFragment,
        };
    }

    /// <summary>For a statement that reads nothing by a plan.</summary>
    public StatementContext ContextWithoutPlan() =>
        Context([], new OptimizedPlan(ValuesNode.OneRow, new Dictionary<PlanNode, IReadOnlyList<PushdownRefusal>>(), new Dictionary<PlanNode, double>(), []), isDeep: false);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_sources is not null) await _sources.DisposeAsync();
        }
        finally
        {
            _engine?.Dispose();
        }
    }

    // A plan that one source runs whole needs no engine.
    private EngineHost EngineFor(OptimizedPlan plan)
    {
        if (plan.Root is RemoteNode || SettingValue.ToBytes(Session.Settings[SettingsTable.StatementMemoryLimit]) is not (> 0 and var limit)) return Session.Core.Engine;
        return (_engine ??= Session.Core.StatementEngines.Open(limit)).Host;
    }

    private async ValueTask<IRemoteTransaction> BeginWriteAsync(LiveSource live, bool isWhole, CancellationToken cancellationToken)
    {
        await Session.Transaction.HoldRowsOfAsync(live.Entry.Name);
        return await _sources!.BeginWriteAsync(live, isWhole, cancellationToken);
    }

    private StatementContext Context(EquatableArray<ConstantExpression> parameters, OptimizedPlan plan, bool isDeep) => new()
    {
        StatementId = Record.Id,
        SessionId = Session.Info.ProcessId,
        UserName = Session.SessionUser,
        CredentialUser = Session.CredentialUser,
        Snapshot = Session.Snapshot,
        Sources = Session.Core.Sources,
        Sessions = _sources ??= new StatementSessions(new RemoteSessionOptions(Session.QueryTag), ReadsInTransaction ? Session.Transaction.Remotes : null),
        RemoteStatements = Session.Core.RemoteStatements,
        Engine = EngineFor(plan),
        ConnectToStore = Session.Transaction.Connect,
        ChangedRows = Session.Transaction.ChangedRows,
        EngineDialect = Session.Functions.Dialect,
        ReadSystemTable = Session.Functions.ReadSystemTable,
        TimeProvider = Session.Core.TimeProvider,
        Parameters = parameters,
        IsDeep = isDeep,
        HidesData = plan.HidesData,
        EstimateOf = node => plan.EstimatedRows.TryGetValue(node, out var rows) ? rows : Estimator.Rows(node),
        DynamicFilterMaxKeys = int.Parse(Session.Settings[SettingsTable.DynamicFilterMaxKeys], System.Globalization.CultureInfo.InvariantCulture),
        BudgetOf = new FetchBudgets(Session).Of,
        BeginWriteAsync = BeginWriteAsync,
        CountWritten = Progress.Add,
        Warn = message => Session.Warning(message, "01000"),
    };
}
