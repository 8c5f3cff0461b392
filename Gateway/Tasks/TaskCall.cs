using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>An execution of a task that is a procedure: it runs with the rights of the task's owner, in a transaction of its own.</summary>
/// <param name="Values">For the parameters of the procedure.</param>
internal sealed record TaskCall(TargetProgram Program, EquatableArray<ConstantExpression> Values)
{
    /// <param name="show">Takes how far it has come.</param>
    public async Task RunAsync(GatewayCore core, Action<Func<TaskExecution, TaskExecution>> show, CancellationToken cancellationToken)
    {
        var procedure = Program.Procedure;
        using var session = TaskSession.OpenForTask(core, Program.Task!.Owner);
        Program.RequireExecute(session.Snapshot, session.Rights);
        show(known => known with { Status = known.Status == TaskExecutionStatus.Starting ? TaskExecutionStatus.Running : known.Status, Operation = procedure.IsAnonymous ? "running its statements" : $"running procedure {procedure.QualifiedName}" });
        var record = core.Statements.Start(0, session.SessionUser, session.QueryTag, $"execution of {Program.Describe()}");
        string? error = null;
        session.Transaction.BeginImplicit();
        try
        {
            session.StartStatement(record.Id);
            await using (var run = new StatementRun(session, record, cancellationToken))
                if (await new ProcedureRun(run, procedure).ExecuteAsync(Values) is { } rows) await rows.DisposeAsync();
            await session.Transaction.CommitAsync(session.User, cancellationToken);
        }
        catch (Exception e)
        {
            error = e is GatewayException ? e.Message : e is OperationCanceledException ? "canceled" : "internal error";
            await session.Transaction.RollbackAsync();
            throw;
        }
        finally
        {
            core.Statements.End(record, error);
        }
    }
}
