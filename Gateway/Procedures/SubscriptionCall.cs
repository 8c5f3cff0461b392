using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using MergeStatement = FederationGateway.Plan.MergeStatement;
using QueryStatement = FederationGateway.Plan.QueryStatement;

namespace FederationGateway.Gateway.Procedures;

/// <summary>What a remote subscription says of the procedure it calls.</summary>
internal static class SubscriptionCall
{
    /// <summary>What CREATE REMOTE SUBSCRIPTION says of a procedure, checked.</summary>
    /// <param name="changes">What statements read; null for a procedure with a name.</param>
    public static async Task<SubscriptionTarget> TargetAsync(SessionState session, SubscriptionTargetClause clause, string schema, ProcedureParameter? changes, CancellationToken cancellationToken)
    {
        if (clause.Body is { } body) return await StatementsAsync(session, clause, body, schema, changes!, cancellationToken);
        var program = TargetProgram.Find(session, clause);
        program.RequireExecute(session.Snapshot, session.Rights);
        var procedure = program.Procedure;
        var values = procedure.Values.ToList();
        ProcedureArguments.Bind(session, procedure, clause.Arguments.Select(given => given.Argument).ToEquatableArray(), [], clause.Span);
        using (program.Enter(session)) await CheckAsync(session, procedure, clause.Name.Span, cancellationToken);
        return new SubscriptionTarget(program.Task is null ? TargetKind.Procedure : TargetKind.Task, program.Task?.Oid ?? procedure.Oid)
        {
            Arguments = clause.Arguments.Select((given, i) => new TargetArgument(
                given.Argument.Name is { } name ? values.First(value => value.Name == name.Text || string.Equals(value.Name, name.Text, StringComparison.OrdinalIgnoreCase)).Name : values[i].Name, given.Text)
            {
                IsProcedures = given.IsProcedures,
            }).ToEquatableArray(),
        };
    }

    private static async Task<SubscriptionTarget> StatementsAsync(SessionState session, SubscriptionTargetClause clause, BodyClause body, string schema, ProcedureParameter changes, CancellationToken cancellationToken)
    {
        var statements = new ProcedureEntry(0, schema, clause.Name.Last.Text, session.User, [changes], body.Text) { SearchPath = session.SearchPath, CreateTime = session.Core.TimeProvider.GetUtcNow().UtcDateTime };
        foreach (var statement in body.Statements)
        {
            try
            {
                RefuseRemote(await ProcedureBody.BindAsync(session, statements, statement, caller: 0, cancellationToken));
            }
            catch (GatewayException e) when (e.Position is null)
            {
                throw new GatewayException(e.State, e.Message, e) { Position = statement.Span.Start, Detail = e.Detail, Hint = e.Hint };
            }
        }

        return new SubscriptionTarget(clause.Kind == SubscriptionTargetKind.Task ? TargetKind.Task : TargetKind.Procedure, null) { Statements = statements };
    }

    /// <summary>The values for the parameters that are no table.</summary>
    public static ProcedureArguments Arguments(SessionState session, ProcedureEntry procedure, SubscriptionEntry subscription)
    {
        try
        {
            var at = default(TextSpan);
            var given = subscription.Target.Arguments.Select(argument => new FunctionArgument(new Identifier(argument.Parameter, Quoted: true, at), Read(argument.Sql), at)).ToEquatableArray();
            return ProcedureArguments.Bind(session, procedure, given, [], at);
        }
        catch (GatewayException e)
        {
            // A position would be one in no text that anybody sees.
            throw new GatewayException(e.State, e.Message, e) { Detail = e.Detail, Hint = e.Hint };
        }
    }

    private static SyntaxExpression Read(string sql) => SqlParser.Parse($"SELECT {sql}") is [{ Statement: Parser.Ast.QueryStatement { Body: SelectBody { Items: [var item] } } }]
        ? item.Expression
        : throw new GatewayException(SqlState.InternalError, "a stored argument is not an expression");

    /// <summary>0A000 when the procedure reads what is not here.</summary>
    public static async Task CheckAsync(SessionState session, ProcedureEntry procedure, TextSpan at, CancellationToken cancellationToken)
    {
        using var owner = procedure.IsInvoker ? null : session.Identity.RunAs(ProcedureRun.OwnerOf(session.Snapshot, procedure));
        var statements = ProcedureBody.StatementsOf(procedure);
        for (var i = 0; i < statements.Count; i++)
        {
            try
            {
                RefuseRemote(await ProcedureBody.BindAsync(session, procedure, statements[i], caller: 0, cancellationToken));
            }
            catch (GatewayException e)
            {
                var told = ProcedureRun.At(procedure, i + 1, e);
                throw new GatewayException(told.State, told.Message, e) { Position = at.Start, Detail = told.Detail, Hint = told.Hint, Context = told.Context };
            }
        }
    }

    /// <summary>0A000 when a statement reads what is not here.</summary>
    public static void RefuseRemote(BoundStatement statement)
    {
        foreach (var plan in PlansOf(statement))
            if (plan.SelfAndDescendantsDeep().OfType<ScanNode>().FirstOrDefault(scan => scan.Table.Source is not (TableHandle.LocalSource or TableHandle.SystemSource)) is { } remote)
            {
                throw new GatewayException(SqlState.FeatureNotSupported, $"reading \"{remote.Table.DisplayName}\" in a procedure that a remote subscription calls is not supported")
                {
                    Hint = "Read a local table that follows the source.",
                };
            }
    }

    private static IEnumerable<PlanNode> PlansOf(BoundStatement statement) => statement is QueryStatement query
        ? [query.Plan]
        : ProcedureBody.Writes(statement).Select(change => change is MergeStatement merge ? merge.Rows.Source : change.Source);
}
