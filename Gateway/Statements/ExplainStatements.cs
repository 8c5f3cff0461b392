using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Executor.Writes;
using FederationGateway.Federation;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Optimizer;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using QueryStatement = FederationGateway.Plan.QueryStatement;
using QueryStatementSyntax = FederationGateway.Parser.Ast.QueryStatement;

namespace FederationGateway.Gateway.Statements;

/// <summary>EXPLAIN: what would run where; with ANALYZE it runs, and says what happened.</summary>
internal static class ExplainStatements
{
    public static async ValueTask<Prepared> PrepareAsync(
        SessionState session, ParsedStatement parsed, ExplainStatement explain, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        var options = ExplainOptions.Read(explain);
        var target = explain.Statement switch
        {
            QueryStatementSyntax or Parser.Ast.InsertStatement or Parser.Ast.UpdateStatement or Parser.Ast.DeleteStatement or Parser.Ast.MergeStatement or Parser.Ast.UpsertStatement { Where: null } => explain.Statement,
            CreateTableAsStatement create when !options.Analyze => create.Query,
            _ => throw GatewayException.Unsupported($"EXPLAIN{(options.Analyze ? " ANALYZE" : "")} of this statement", explain.Statement.Span),
        };
        var bound = await Planner.BindAsync(session, target, parameterTypes, cancellationToken);
        return new PreparedText(parsed, ["QUERY PLAN"], "EXPLAIN", async (run, parameters) =>
        {
            var again = await Planner.BindAsync(run.Session, target, [.. bound.ParameterTypes], run.CancellationToken);
            StatementAccess.Require(run.Session, again);
            var lines = await ExplainAsync(run, again, options, parameters);
            return [.. lines.Select(line => new[] { line })];
        }, [.. bound.ParameterTypes], takesTurn: options.Analyze && (bound is not QueryStatement query || PlanKinds.ReadsRows(query)));
    }

    private static async Task<IReadOnlyList<string>> ExplainAsync(StatementRun run, BoundStatement bound, ExplainOptions options, EquatableArray<ConstantExpression> parameters)
    {
        var clock = run.Session.Core.TimeProvider;
        var started = clock.GetTimestamp();
        WritePlan? write = null;
        OptimizedPlan plan;
        var reads = ReplicaReads.Of(run.Session, bound, bound is ChangeStatement { Source: var source } ? source : ((QueryStatement)bound).Plan);
        if (bound is ChangeStatement change) (bound, plan, write) = await Planner.PlanChangeAsync(run.Session, change, run.CancellationToken);
        else plan = Planner.Optimize(run.Session, ((QueryStatement)bound).Plan, bound, reads, run.CancellationToken);
        var planning = clock.GetElapsedTime(started);
        ExecutionFacts? measured = null;
        StatementFacts? totals = null;
        if (options.Analyze)
        {
            measured = new ExecutionFacts();
            started = clock.GetTimestamp();
            var rows = await RunAsync(run, bound, plan, write, measured, parameters);
            totals = new StatementFacts(planning.TotalMilliseconds, clock.GetElapsedTime(started).TotalMilliseconds, rows);
        }

        var facts = new ExplainFacts
        {
            RefusalsOf = node => plan.Refusals.GetValueOrDefault(node) ?? [],
            FragmentOf = remote => FactsOf(run, remote, plan, measured, options) is { } facts ? bound.HidesData ? new FragmentFacts(facts.Sql) : facts : null,
            Statement = totals,
            Replicas = [.. reads.Tables.Select(read => read.Describe(options.Costs))],
            Write = write is null ? null : WriteExplanation.Of(run.Session, write),
        };
        return options.IsJson ? [ExplainJson.Format(plan.Root, facts)] : ExplainText.Format(plan.Root, facts);
    }

    private static async Task<long> RunAsync(
        StatementRun run, BoundStatement bound, OptimizedPlan plan, WritePlan? write, ExecutionFacts measured, EquatableArray<ConstantExpression> parameters)
    {
        var context = run.ContextFor(parameters, plan, bound.IsDeep, fetches: write is not { IsWhole: true });
        if (bound is ChangeStatement change)
        {
            run.Session.RequireWritable(PreparedWrite.Verb(change));
            return write is null
                ? await LocalWrites.ExecuteAsync(change, context, measured, run.CancellationToken)
                : await RemoteWrites.ExecuteAsync(write, context, measured, run.CancellationToken);
        }

        await foreach (var batch in QueryExecution.RunAsync(plan.Root, context, measured, run.CancellationToken)) batch.Dispose();
        return measured.Rows;
    }

    private static FragmentFacts? FactsOf(StatementRun run, RemoteNode remote, OptimizedPlan plan, ExecutionFacts? measured, ExplainOptions options)
    {
        if (remote.Source == TableHandle.SystemSource) return measured?.Fragments.TryGetValue(remote, out var rows) == true ? new FragmentFacts(ActualRows: rows.Rows) : null;
        double? estimated = options.Costs && plan.EstimatedRows.TryGetValue(remote, out var estimate) ? estimate : null;
        if (measured?.Fragments.TryGetValue(remote, out var facts) == true)
        {
            var shown = options.Timing
                ? new FragmentFacts(facts.Sql, estimated, facts.Rows, facts.Progress?.BytesReceived, facts.Duration.TotalMilliseconds, facts.Progress?.Connections, facts.DynamicFilterKeys)
                : new FragmentFacts(facts.Sql, estimated, facts.Rows, DynamicFilterKeys: facts.DynamicFilterKeys);
            return shown with { UploadedRows = facts.UploadedRows, RanInstead = facts.RanInstead };
        }

        return new FragmentFacts(SqlOf(run, remote), estimated);
    }

    private static string? SqlOf(StatementRun run, RemoteNode remote)
    {
        if (remote.Source == TableHandle.LocalSource)
            return QueryWriter.Write(remote.Fragment, run.Session.Functions.Dialect, QueryWriterOptions.Default).Sql;
        var entry = run.Session.Snapshot.Sources.FindExact(remote.Source);
        return entry is null ? null : FragmentWriter.Text(remote, run.Session.Core.Sources.Get(run.Session.Snapshot, entry, run.Session.Identity.Current));
    }
}
