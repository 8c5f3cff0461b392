using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Gateway.Procedures;

/// <summary>
/// Calls a procedure, by itself or as a task, for a remote subscription, as its owner would, in the applier's transaction: what the procedure writes and how far the subscription has come are one. Sources are not asked: the applier
/// keeps others of its source waiting while it works.
/// </summary>
internal sealed class ProcedureTarget(GatewayCore core, SubscriptionEntry subscription, TargetProgram program) : IChangeSetTarget
{
    public bool TakesNetChanges => subscription.Target.Kind == TargetKind.Task;

    public IChangeSetCalls Open(DuckDbConnection connection, CancellationToken cancellationToken) => new Calls(core, subscription, program, connection, cancellationToken);

    private sealed class Calls : IChangeSetCalls
    {
        private readonly GatewayCore _core;
        private readonly SessionState _session;
        private readonly TargetProgram _program;
        private readonly StatementRecord _record;
        private readonly StatementRun _run;
        private readonly ProcedureRun _calls;
        private readonly ProcedureArguments _arguments;
        private string? _error;

        public Calls(GatewayCore core, SubscriptionEntry subscription, TargetProgram program, DuckDbConnection connection, CancellationToken cancellationToken)
        {
            (_core, _program, _session) = (core, program, TaskSession.OpenForSubscription(core, subscription.Owner));
            try
            {
                program.RequireExecute(_session.Snapshot, _session.Rights);
                _arguments = SubscriptionCall.Arguments(_session, program.Procedure, subscription);
                _record = core.Statements.Start(0, _session.SessionUser, _session.QueryTag, $"call of {program.Describe()} by remote subscription {subscription.QualifiedName}");
                _run = new StatementRun(_session, _record, cancellationToken);
            }
            catch
            {
                _session.Dispose();
                throw;
            }

            _calls = new ProcedureRun(_run, program.Procedure)
            {
                Adjust = context => context with { ConnectToStore = () => new StoreConnection(connection, IsShared: true), Watch = null },
                Caller = subscription.Oid,
            };
        }

        public async Task CallAsync()
        {
            _session.StartStatement(_record.Id);
            try
            {
                var values = _arguments.Evaluate(_session, []);
                using (_program.Enter(_session))
                    if (await _calls.ExecuteAsync(values) is { } rows) await rows.DisposeAsync();
            }
            catch (Exception e)
            {
                _error = e is GatewayException ? e.Message : e is OperationCanceledException ? "canceled" : "internal error";
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _run.DisposeAsync();
            _core.Statements.End(_record, _error);
            _session.Dispose();
        }
    }
}
