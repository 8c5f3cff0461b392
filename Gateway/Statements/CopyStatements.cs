using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Optimizer;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using FederationGateway.Plan;
using QueryStatement = FederationGateway.Plan.QueryStatement;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// COPY … TO STDOUT from anything that can be queried, COPY … FROM STDIN into tables. Like every utility statement it looks its names up when it runs,
/// so one that was prepared long ago sees the tables of now.
/// </summary>
internal static class CopyStatements
{
    public static Prepared Prepare(ParsedStatement parsed, CopyStatement copy)
    {
        if (copy.File is not null || copy.Program)
        {
            throw new GatewayException(SqlState.FeatureNotSupported, "COPY to or from a file on the server is not supported")
            {
                Hint = "Use COPY … FROM STDIN or TO STDOUT; psql's \\copy does so.",
            };
        }

        var options = CopyOptionList.Read(copy);
        if (!copy.IsFrom) return new PreparedCopyOut(parsed, options, copy);
        return copy.Where is null ? new PreparedCopyIn(parsed, options, copy) : throw GatewayException.Unsupported("WHERE in COPY FROM", copy.Where.Span);
    }

    private static int OrdinalOf(RelationEntry table, Identifier column)
    {
        for (var i = 0; i < table.Columns.Count; i++)
            if (table.Columns[i].Name == column.Text) return i;
        throw new GatewayException(SqlState.UndefinedColumn, $"column \"{column.Text}\" of relation \"{table.Name}\" does not exist") { Position = column.Span.Start };
    }

    private sealed class PreparedCopyOut(ParsedStatement parsed, CopyOptions options, CopyStatement copy) : Prepared(parsed)
    {
        public override bool MayChange => copy.Source is not (null or FederationGateway.Parser.Ast.QueryStatement);

        public override bool TakesTurn => true;

        public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
        {
            var query = (QueryStatement)await Planner.BindAsync(run.Session, copy, [], run.CancellationToken);
            if (!query.ParameterTypes.IsEmpty) throw new GatewayException(SqlState.UndefinedParameter, "there is no parameter $1");
            StatementAccess.Require(run.Session, query);
            var reads = ReplicaReads.Of(run.Session, query, query.Plan);
            var plan = Planner.Optimize(run.Session, query.Plan, query, reads, run.CancellationToken);
            var rows = StaleReplicaHints.Add(QueryExecution.RunAsync(plan.Root, run.ContextFor(parameters, plan, query.IsDeep), new ExecutionFacts(), run.CancellationToken), reads, run.CancellationToken);
            return new CopyOutExecution(new DetachableRows(rows, run.CancellationToken), options, ResultColumns.Of(query.Plan));
        }
    }

    private sealed class CopyOutExecution(DetachableRows rows, CopyOptions options, IReadOnlyList<ResultColumn> columns) : ICopyOutExecution
    {
        public CommandTag CommandTag => CommandTag.Copy;

        public CopyOptions Options => options;

        public IReadOnlyList<ResultColumn> Columns => columns;

        public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await rows.ReadAsync() is { } batch) yield return batch;
        }

        public ValueTask DisposeAsync() => rows.DisposeAsync();
    }

    private sealed class PreparedCopyIn(ParsedStatement parsed, CopyOptions options, CopyStatement copy) : Prepared(parsed)
    {
        public override bool TakesTurn => true;

        // Whether it does depends on what kind of table it finds.
        public override bool MayChange => false;

        public override ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
        {
            var relation = DdlNames.Relation(run.Session, run.Session.Snapshot, copy.Table!);
            var ordinals = copy.Columns.IsEmpty
                ? [.. Enumerable.Range(0, relation.Columns.Count)]
                : copy.Columns.Select(column => OrdinalOf(relation, column)).ToList();
            if (ordinals.Distinct().Count() < ordinals.Count)
                throw new GatewayException(SqlState.DuplicateColumn, "a column is specified more than once") { Position = copy.Columns[0].Span.Start };
            StatementAccess.RequireInsert(run.Session, relation, ordinals);
            run.Session.RequireWritable("COPY FROM");
            return ValueTask.FromResult<IExecution>(relation switch
            {
                LocalTableEntry table => CopyInExecution.Start(run, table, ordinals, options),
                VirtualTableEntry table => RemoteCopyInExecution.Start(run, table, ordinals, options),
                _ => throw TableStatements.NotATable(relation, copy.Table!),
            });
        }
    }
}
