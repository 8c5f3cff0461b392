using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Replicas;

/// <summary>Fills a replica with all rows of its virtual table, in the transaction of a session that reads the source as the source's own credential does.</summary>
internal static class ReplicaLoad
{
    public static async Task RunAsync(SessionState session, VirtualTableEntry table, LocalTableEntry replica, CancellationToken cancellationToken)
    {
        var core = session.Core;
        var record = core.Statements.Start(0, session.SessionUser, session.QueryTag, $"load of the replica of virtual table {table.QualifiedName}");
        session.StartStatement(record.Id);
        string? error = null;
        try
        {
            await using var run = new StatementRun(session, record, cancellationToken);
            var (change, plan, _) = await Planner.PlanChangeAsync(session, Insert(table, replica), cancellationToken);
            await LocalWrites.ExecuteAsync(change, run.ContextFor([], plan, isDeep: false), new ExecutionFacts(), cancellationToken);
        }
        catch (Exception e)
        {
            error = e is GatewayException ? e.Message : e is OperationCanceledException ? "canceled" : "internal error";
            throw;
        }
        finally
        {
            core.Statements.End(record, error);
        }
    }

    // Everything, whatever policies of the virtual table show to whom: they hold for who reads it, replica or not.
    private static InsertStatement Insert(VirtualTableEntry table, LocalTableEntry replica)
    {
        var ids = new ColumnIds();
        var columns = table.Columns.Select((column, ordinal) => new ScanColumn(new OutputColumn(ids.Next(), column.Name, column.Type, column.IsNullable), ordinal)).ToEquatableArray();
        return new InsertStatement(replica.Handle, Enumerable.Range(0, columns.Count).ToEquatableArray(), new ScanNode(table.PlanningHandle, columns));
    }
}
