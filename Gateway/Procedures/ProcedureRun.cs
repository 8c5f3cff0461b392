using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;
using Ast = FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Procedures;

/// <summary>Runs the statements of a procedure, one after the other, in the session's transaction, each seeing what those before it have done.</summary>
internal sealed class ProcedureRun(StatementRun run, ProcedureEntry procedure)
{
    private readonly Dictionary<int, (PlanVersion Version, BoundStatement Bound)> _bound = [];

    /// <summary>The OID of the remote subscription that calls it; 0 for a CALL. Then only the store is read.</summary>
    public long Caller { get; init; }

    /// <summary>Changes where a statement runs; null for the session's transaction.</summary>
    public Func<StatementContext, StatementContext>? Adjust { get; init; }

    private SessionState Session => run.Session;

    /// <summary>The rows of the last statement, all of them read, when that is a query.</summary>
    /// <param name="values">Those of the parameters that are no table.</param>
    public async Task<DetachableRows?> ExecuteAsync(EquatableArray<ConstantExpression> values)
    {
        using var owner = procedure.IsInvoker ? null : Session.Identity.RunAs(OwnerOf(Session.Snapshot, procedure));
        var statements = ProcedureBody.StatementsOf(procedure);
        DetachableRows? last = null;
        for (var i = 0; i < statements.Count; i++)
        {
            var rows = await OneAsync(statements[i], i + 1, values);
            if (rows is null || i == statements.Count - 1) last = rows;
            else await rows.DisposeAsync();
        }

        return last;
    }

    /// <summary>42704 when the owner is gone.</summary>
    public static long OwnerOf(CatalogSnapshot snapshot, ProcedureEntry procedure) =>
        snapshot.Roles.FindExact(procedure.Owner)?.Oid ?? throw new GatewayException(SqlState.UndefinedObject, $"role \"{procedure.Owner}\" does not exist");

    /// <summary>An error in a statement, told to who sees the call and not the statement.</summary>
    public static GatewayException At(ProcedureEntry procedure, int number, GatewayException e) => new(e.State, e.Message, e)
    {
        Detail = e.Detail,
        Hint = e.Hint,
        Context = e.Context ?? (procedure.IsAnonymous ? $"\"{procedure.Name}\" statement {number}" : $"SQL procedure \"{procedure.Name}\" statement {number}"),
    };

    private async Task<DetachableRows?> OneAsync(Ast.Statement statement, int number, EquatableArray<ConstantExpression> values)
    {
        try
        {
            var bound = await BindAsync(statement, number);
            StatementAccess.Require(Session, bound);
            if (bound is QueryStatement query) return await ReadAsync(query, values);
            var parts = ProcedureBody.Writes(bound).ToList();
            foreach (var change in parts)
            {
                Session.RequireWritable(PreparedWrite.Verb(change));
                if (await PreparedWrite.WriteAsync(run, change with { Returning = [] }, values, sharesSnapshot: parts.Count > 1, Adjust) > 0) break;
            }

            return null;
        }
        catch (GatewayException e)
        {
            throw At(procedure, number, e);
        }
    }

    private async ValueTask<BoundStatement> BindAsync(Ast.Statement statement, int number)
    {
        var version = PlanVersion.Of(Session);
        if (_bound.TryGetValue(number, out var known) && known.Version == version) return known.Bound;
        var bound = await ProcedureBody.BindAsync(Session, procedure, statement, Caller, run.CancellationToken);
        if (Caller != 0) SubscriptionCall.RefuseRemote(bound);
        _bound[number] = (version, bound);
        return bound;
    }

    private async Task<DetachableRows> ReadAsync(QueryStatement query, EquatableArray<ConstantExpression> values)
    {
        var plan = Planner.Optimize(Session, query.Plan, query, run.CancellationToken);
        var context = run.ContextFor(values, plan, query.IsDeep);
        var rows = new DetachableRows(QueryExecution.RunAsync(plan.Root, Adjust?.Invoke(context) ?? context, new ExecutionFacts(), run.CancellationToken), run.CancellationToken);
        try
        {
            await rows.DetachAsync();
            return rows;
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }
    }
}
