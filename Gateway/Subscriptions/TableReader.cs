using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Plan;
using FederationGateway.Replication.Polling;

namespace FederationGateway.Gateway.Subscriptions;

/// <summary>Reads polled tables as a statement of the source's owner would: planned, counted and shown as any other, without the owner's limits.</summary>
internal sealed class TableReader(GatewayCore core) : ITableReader
{
    public async IAsyncEnumerable<RecordBatch> ReadAsync(long source, RemoteTable table, EquatableArray<int> ordinals, LowerBound? bound, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entry = core.Store.Current.Sources.Values.FirstOrDefault(known => known.Oid == source) ?? throw new GatewayException(SqlState.UndefinedObject, "the remote source does not exist any more");
        using var session = TaskSession.Open(core, entry.Owner);
        var record = core.Statements.Start(0, session.SessionUser, session.QueryTag, $"reading of table {table.Name} of remote source {entry.Name}");
        session.StartStatement(record.Id);
        var error = "canceled";
        try
        {
            await using var run = new StatementRun(session, record, cancellationToken);
            var plan = Planner.OptimizeForSource(session, Rows(entry.Name, table, ordinals, bound));
            var context = run.ContextFor([], plan, isDeep: false) with { CredentialUser = 0, BudgetOf = static _ => null, Watch = null };
            await using var rows = QueryExecution.RunAsync(plan.Root, context, new ExecutionFacts(), cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await rows.MoveNextAsync()) break;
                }
                catch (GatewayException e)
                {
                    error = e.Message;
                    throw;
                }

                yield return rows.Current;
            }

            error = null;
        }
        finally
        {
            core.Statements.End(record, error);
        }
    }

    private static PlanNode Rows(string source, RemoteTable table, EquatableArray<int> ordinals, LowerBound? bound)
    {
        var ids = new ColumnIds();
        var handle = new TableHandle(source, table.Path, table.Name.ToString(), table.Columns, table.Keys, Properties: table.Properties);
        ScanColumn Scanned(int ordinal) => new(new OutputColumn(ids.Next(), table.Columns[ordinal].Name, table.Columns[ordinal].Type, table.Columns[ordinal].IsNullable), ordinal);
        var columns = ordinals.Select(Scanned).ToList();
        if (bound is null) return new ScanNode(handle, columns.ToEquatableArray());
        if (columns.FirstOrDefault(column => column.Ordinal == bound.Ordinal) is not { } bounded) throw new ArgumentException("a bound is on a column that is read", nameof(bound));
        return new FilterNode(new ScanNode(handle, columns.ToEquatableArray()), new ComparisonExpression(ComparisonOperator.GreaterOrEqual, bounded.Column.ToExpression(), bound.Least));
    }
}
