using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Federation;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Optimizer;
using FederationGateway.Parser;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>A query, planned when it is prepared and again when the catalog or a setting that plans depend on has changed since.</summary>
internal sealed class PreparedQuery : Prepared
{
    private bool _dependsOnTime;
    private QueryStatement _bound;
    private OptimizedPlan? _plan;
    private IReadOnlyList<VirtualTableEntry> _replicated;
    private ReplicaReads _reads = ReplicaReads.None;
    private FragmentTexts _fragmentTexts = new();
    private PlanVersion _version;
    private PlanVersion? _allowedUnder;
    private bool _hasRun;

    public PreparedQuery(SessionState session, ParsedStatement parsed, QueryStatement bound) : base(parsed)
    {
        _bound = bound;
        _version = PlanVersion.Of(session);
        _dependsOnTime = SessionFunctionScope.HasStableFunctions(bound.Plan);
        _replicated = ReplicaReads.TablesOf(session.Snapshot, bound.Plan);
        ParameterTypes = [.. bound.ParameterTypes];
        TakesTurn = PlanKinds.ReadsRows(bound);
        Columns = ResultColumns.Of(bound.Plan);
    }

    public override IReadOnlyList<SqlType> ParameterTypes { get; }

    public override IReadOnlyList<ResultColumn> Columns { get; }

    public override bool SeesOneMoment => true;

    public override bool TakesTurn { get; }

    /// <summary>A definition behind a three-part name grows old by itself: a text with one is bound again when it is sent again.</summary>
    public bool ReadsLinkedTable => _bound.Plan.SelfAndDescendantsDeep().Any(node => node is ScanNode { Table: { TableOid: 0, Source: not TableHandle.SystemSource } });

    /// <summary>True while nothing has changed that it was bound under.</summary>
    public bool IsCurrent(SessionState session) => PlanVersion.Of(session) == _version;

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        var plan = await PlanForAsync(run);
        RequireAccess(run.Session);
        var rows = QueryExecution.RunAsync(plan.Root, ContextFor(run, parameters, plan), new ExecutionFacts(), run.CancellationToken);

        // An error may have ended the transaction whose tables it reads.
        if (!QueryExecution.ReadsStore(plan.Root) || !run.Session.Transaction.IsOpen) rows = NumericOverflow.ReadAgainAsync(rows, () => WidenAsync(run, parameters), run.CancellationToken);
        rows = StaleReplicaHints.Add(rows, _reads, run.CancellationToken);
        var detachable = new DetachableRows(rows, run.CancellationToken) { OutlivesTransaction = run.OutlivesTransaction, Plan = plan.Root };
        if (QueryExecution.ReadsStore(plan.Root)) run.Session.Transaction.Track(detachable, readsStore: true);
        else if (run.ReadsInTransaction) run.Session.Transaction.Track(detachable, readsStore: false);
        return new RowsExecution(detachable, CommandTag.Select);
    }

    /// <summary>True when one source does everything, whatever the moment. Plans the query for that.</summary>
    public bool IsOneFragment(SessionState session, CancellationToken cancellationToken)
    {
        if (_dependsOnTime) return false;
        _plan = Optimize(session, ReplicaReads.Of(session, _bound, _replicated), cancellationToken);
        return _plan.Root is RemoteNode;
    }

    // What runs once leaves nothing behind; from the second run on, the third is expected.
    private StatementContext ContextFor(StatementRun run, EquatableArray<ConstantExpression> parameters, OptimizedPlan plan)
    {
        var isReused = _hasRun && !_dependsOnTime;
        _hasRun = true;
        return run.ContextFor(parameters, plan, _bound.IsDeep, isReused ? _fragmentTexts : null, isReused ? run.Session.KeptRemainders : null);
    }

    /// <summary>The rows of the same query over numerics of any length, which it keeps to from now on; null when none of its numerics was shorter.</summary>
    private async ValueTask<IAsyncEnumerable<RecordBatch>?> WidenAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        var version = PlanVersion.Of(run.Session);
        var wide = (QueryStatement)await Planner.BindWideAsync(run.Session, Parsed.Statement, ParameterTypes, run.CancellationToken);
        if (wide.Plan.Equals(_bound.Plan)) return null;
        StatementAccess.Require(run.Session, wide);
        (_bound, _fragmentTexts, _version) = (wide, new FragmentTexts(), version);
        _plan = Optimize(run.Session, ReplicaReads.Of(run.Session, wide, _replicated), run.CancellationToken);
        return QueryExecution.RunAsync(_plan.Root, run.ContextFor(parameters, _plan, wide.IsDeep), new ExecutionFacts(), run.CancellationToken);
    }

    private async ValueTask<OptimizedPlan> PlanForAsync(StatementRun run)
    {
        var current = PlanVersion.Of(run.Session);
        if (current != _version)
        {
            _bound = (QueryStatement)await Planner.BindAsync(run.Session, Parsed.Statement, ParameterTypes, run.CancellationToken);
            RefuseOtherColumns();
            (_version, _plan, _dependsOnTime) = (PlanVersion.Of(run.Session), null, SessionFunctionScope.HasStableFunctions(_bound.Plan));
            _replicated = ReplicaReads.TablesOf(run.Session.Snapshot, _bound.Plan);
        }

        // What is read from replicas depends on how old they have become.
        var reads = ReplicaReads.Of(run.Session, _bound, _replicated);
        var isOther = reads.Replicas != _reads.Replicas;
        _reads = reads;
        if (_plan is { } plan && !isOther && !_dependsOnTime && !StatementHints.PlansAnew(_bound.Hints)) return plan;
        _fragmentTexts = new FragmentTexts();
        return _plan = Optimize(run.Session, reads, run.CancellationToken);
    }

    private OptimizedPlan Optimize(SessionState session, ReplicaReads reads, CancellationToken cancellationToken)
    {
        _reads = reads;
        return Planner.Optimize(session, _bound.Plan, _bound, reads, cancellationToken);
    }

    // What was allowed is, while the catalog and the role are the same.
    private void RequireAccess(SessionState session)
    {
        if (_allowedUnder == _version) return;
        StatementAccess.Require(session, _bound);
        _allowedUnder = _version;
    }

    // The client was told the columns: what a changed table makes of them must not surprise it.
    private void RefuseOtherColumns()
    {
        var now = ResultColumns.Of(_bound.Plan);
        if (now.Count != Columns.Count || now.Where((column, index) => column.Type != Columns[index].Type || column.Name != Columns[index].Name).Any())
            throw new GatewayException(SqlState.FeatureNotSupported, "cached plan must not change result type");
    }
}

/// <summary>What a plan was made under: it serves as long as none of this changes.</summary>
internal readonly record struct PlanVersion(long Catalog, int Settings, long Role)
{
    public static PlanVersion Of(SessionState session) => new(session.Snapshot.Version, session.Settings.PlanVersion, session.Identity.Current);
}
