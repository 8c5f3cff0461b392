using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Arrow;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Settings;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Sessions;

internal sealed class SessionFunctionScope(SessionState session) : IDisposable
{
    public DuckDbDialect Dialect => new(new DialectSession(session.Settings[SettingsTable.TimeZone], 0));
    public CapabilitySet StoreCapabilities { get; } = new Adapters.Files.FilesAdapter([]).Capabilities;
    public RecordBatch ReadSystemTable(TableHandle table, IReadOnlyList<int> ordinals) => SystemViewReader.Read(table, ordinals, new SystemViewContext(session.Snapshot, session.User, session.Info.ProcessId, new RuntimeState(session)));
    public PlanNode FoldStable(PlanNode plan) => plan;
    public Expression FoldStable(Expression e) => e;
    public bool HasStableFunctions(PlanNode plan) => false;
    public ConstantExpression? Evaluate(Expression e) => null;
    public ConstantExpression EvaluateArgument(Expression e) => e as ConstantExpression ?? throw new GatewayException(SqlState.FeatureNotSupported, "x");
    public void Dispose() { }
}
