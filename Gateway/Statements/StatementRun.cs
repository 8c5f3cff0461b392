using FederationGateway.Adapters.Abstractions;
using FederationGateway.Executor;
using FederationGateway.Federation;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Verification;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>One execution of one statement: its session, its clock, its token, what it holds at the sources.</summary>
internal sealed class StatementRun(SessionState session, StatementRecord record, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly StatementSessions _sources = new(new RemoteSessionOptions(session.Settings[SettingsTable.ApplicationName] is { Length: > 0 } name ? name : "federation gateway"));

    public SessionState Session { get; } = session;

    public StatementRecord Record { get; } = record;

    /// <summary>Cancelled by the client, its disappearance, the statement timeout and shutdown.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What the executor needs to run a plan for this statement.</summary>
    public StatementContext ContextFor(Common.EquatableArray<ConstantExpression> parameters, OptimizedPlan plan, bool isDeep) => PushdownVerification.Attach(this, new StatementContext
    {
        StatementId = Record.Id,
        SessionId = Session.Info.ProcessId,
        UserName = Session.User,
        Snapshot = Session.Snapshot,
        Sources = Session.Core.Sources,
        Sessions = _sources,
        RemoteStatements = Session.Core.RemoteStatements,
        Engine = Session.Core.Engine,
        ConnectToStore = Session.Transaction.Connect,
        EngineDialect = Session.Functions.Dialect,
        ReadSystemTable = Session.Functions.ReadSystemTable,
        TimeProvider = Session.Core.TimeProvider,
        Parameters = parameters,
        IsDeep = isDeep,
        EstimateOf = node => plan.EstimatedRows.TryGetValue(node, out var rows) ? rows : Estimator.Rows(node),
        DynamicFilterMaxKeys = int.Parse(Session.Settings[SettingsTable.DynamicFilterMaxKeys], System.Globalization.CultureInfo.InvariantCulture),
    });

    public ValueTask DisposeAsync() => _sources.DisposeAsync();
}
