using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Statements;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Federation;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Subscriptions;
using FederationGateway.Optimizer;
using FederationGateway.Parser;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>The rows of a load, read in parts that are planned each as a statement of its own, and written as one.</summary>
/// <param name="insert">The load as a whole.</param>
/// <param name="sessions">Has each statement see the source at the same moment.</param>
internal sealed class PartedRows(StatementRun run, BoundSubscription bound, InsertStatement insert, StatementSessions? sessions)
{
    /// <summary>What the parts are; none when the table is to be read as a whole.</summary>
    public async Task<IReadOnlyList<Expression>> ConditionsAsync(TablePartitions partitions)
    {
        ConstantExpression? least = null, greatest = null;
        if (partitions.LimitsQuery is { } sql)
        {
            var query = await Planner.BindAsync(run.Session, SqlParser.Parse(sql)[0].Statement, [], run.CancellationToken);
            var plan = ((QueryStatement)query).Plan;
            await foreach (var batch in QueryExecution.RunAsync(Optimized(plan, out var context), context, new ExecutionFacts(), run.CancellationToken))
                using (batch)
                    if (batch.Length > 0 && !batch.Column(0).IsNull(0)) (least, greatest) = (ArrowValue.ToConstant(batch.Column(0), 0, partitions.Type), ArrowValue.ToConstant(batch.Column(1), 0, partitions.Type));
        }

        return partitions.Conditions(bound.Columns, least, greatest);
    }

    /// <summary>Reads the parts and writes their rows into the table of the load.</summary>
    public async Task InsertAsync(IReadOnlyList<Expression> conditions, string table, DuckDbConnection connection, ILoadWatch watch)
    {
        watch.Parts(conditions);
        var whole = (ProjectNode)insert.Source;
        var parts = conditions.Select((condition, i) => new PreparedPart(i + 1, condition, Optimized(whole with { Input = SourceRows.Of(bound, condition) }, out var context), context)).ToList();
        var rows = new RemoteNode(bound.Table.Source, whole);
        await LocalWrites.ExecuteAsync(
            insert with { Source = rows },
            run.ContextWithoutPlan() with
            {
                ConnectToStore = () => new StoreConnection(connection, IsShared: true),
                GivenRows = node => ReferenceEquals(node, rows) ? new PartReading(table, parts, watch).ReadAsync(run.CancellationToken) : null,
                Watch = null,
            },
            new ExecutionFacts(),
            run.CancellationToken);
    }

    private PlanNode Optimized(PlanNode plan, out StatementContext context)
    {
        var optimized = Planner.Optimize(run.Session, plan, new QueryStatement(plan), run.CancellationToken);
        context = run.ContextFor([], optimized, isDeep: false);
        context = context with { Sessions = sessions ?? context.Sessions, SharedSources = new HashSet<string> { bound.Table.Source }, Watch = null };
        return optimized.Root;
    }
}
