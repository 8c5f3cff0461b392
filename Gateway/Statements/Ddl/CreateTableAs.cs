using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;
using QueryStatement = FederationGateway.Plan.QueryStatement;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>
/// CREATE TABLE … AS: the table and its rows in one transaction. The catalog hears of the table when it is full, so that other sessions' DDL need not wait
/// for a long query.
/// </summary>
internal static class CreateTableAs
{
    public static async ValueTask<Prepared> PrepareAsync(
        SessionState session, ParsedStatement parsed, CreateTableAsStatement create, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        if (create.Temporary) throw GatewayException.Unsupported("a temporary table", create.Span);
        var bound = (QueryStatement)await Planner.BindAsync(session, create.Query, parameterTypes, cancellationToken);
        return new PreparedCreateTableAs(parsed, create, [.. bound.ParameterTypes]);
    }

    private sealed class PreparedCreateTableAs(ParsedStatement parsed, CreateTableAsStatement create, IReadOnlyList<SqlType> parameterTypes) : Prepared(parsed)
    {
        public override IReadOnlyList<SqlType> ParameterTypes => parameterTypes;

        public override bool TakesTurn => create.WithData;

        public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
        {
            var session = run.Session;
            session.RequireWritable("CREATE TABLE AS");
            var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
            session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
            if (DdlNames.SkipExisting(run, session.Snapshot, schema, name, create.IfNotExists)) return new CompletedExecution(new CommandTag("CREATE TABLE AS"));
            var query = (QueryStatement)await Planner.BindAsync(session, create.Query, parameterTypes, run.CancellationToken);
            StatementAccess.Require(session, query);
            var table = LocalTables.Define(session.Snapshot, session.Core.Store.NewOid(), schema, name, ColumnsOf(query.Plan), [], session.User);
            using (var store = session.Transaction.Connect()) LocalTables.MakePhysical(store.Connection, table);
            session.Transaction.TableJournal?.Created(table);
            var count = create.WithData ? await FillAsync(run, table, query, parameters) : 0;
            await DdlRun.ChangeAsync(run, catalog => LocalTables.Announce(catalog, table));
            run.Progress.End(count);
            return new CompletedExecution(create.WithData ? new CommandTag($"SELECT {count}") : new CommandTag("CREATE TABLE AS"));
        }

        private List<NewColumn> ColumnsOf(PlanNode plan)
        {
            if (create.Columns.Count > plan.Output.Count) throw new GatewayException(SqlState.SyntaxError, "too many column names were specified") { Position = create.Columns[plan.Output.Count].Span.Start };
            return [.. plan.Output.Select((column, index) => new NewColumn(index < create.Columns.Count ? create.Columns[index].Text : column.Name, column.Type.Kind == SqlTypeKind.Unknown ? SqlType.Text : column.Type))];
        }

        private static async Task<long> FillAsync(StatementRun run, LocalTableEntry table, QueryStatement query, EquatableArray<ConstantExpression> parameters)
        {
            var reads = ReplicaReads.Of(run.Session, query, query.Plan);
            var plan = Planner.Optimize(run.Session, query.Plan, query, reads, run.CancellationToken);
            var insert = new Plan.InsertStatement(table.Handle, Enumerable.Range(0, table.Columns.Count).ToEquatableArray(), plan.Root);
            try
            {
                return await LocalWrites.ExecuteAsync(insert, run.ContextFor(parameters, plan, query.IsDeep), new ExecutionFacts(), run.CancellationToken);
            }
            catch (GatewayException e)
            {
                throw StaleReplicaHints.AddTo(e, reads);
            }
        }
    }
}
