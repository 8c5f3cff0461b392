using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;
using QueryStatement = FederationGateway.Plan.QueryStatement;

namespace FederationGateway.Gateway.Procedures;

/// <summary>CALL of a procedure of users. The rows of its last statement are the call's, when that is a query; of others nothing is told.</summary>
internal sealed class PreparedCall : Prepared
{
    private readonly CallStatement _call;
    private readonly ProcedureArguments _arguments;

    private PreparedCall(ParsedStatement parsed, CallStatement call, ProcedureArguments arguments, IReadOnlyList<ResultColumn>? columns) : base(parsed)
    {
        (_call, _arguments, Columns) = (call, arguments, columns);
        ParameterTypes = [.. arguments.ParameterTypes];
    }

    public override IReadOnlyList<SqlType> ParameterTypes { get; }

    public override IReadOnlyList<ResultColumn>? Columns { get; }

    public override bool TakesTurn => true;

    public static async ValueTask<Prepared> PrepareAsync(
        SessionState session, ParsedStatement parsed, CallStatement call, ProcedureEntry procedure, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        if (procedure.Table is { } table)
        {
            throw new GatewayException(SqlState.FeatureNotSupported, "calling a procedure with a table parameter is not supported")
            {
                Position = call.Call.Name.Span.Start,
                Hint = $"Rows for \"{table.Name}\" come from a remote subscription: CREATE REMOTE SUBSCRIPTION … TARGET PROCEDURE {procedure.Name}.",
            };
        }

        if (call.Outputs > 0) throw new GatewayException(SqlState.UndefinedFunction, $"procedure {procedure.Name} has no outputs") { Position = call.Span.Start, Hint = "Write it without question marks." };
        var arguments = ProcedureArguments.Bind(session, procedure, call.Call.Arguments, parameterTypes, call.Span);
        return new PreparedCall(parsed, call, arguments, await ColumnsAsync(session, procedure, cancellationToken));
    }

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        var session = run.Session;
        var procedure = ProcedureNames.Find(session, session.Snapshot, _call.Call.Name) ?? throw CallStatements.Missing(_call);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(procedure.Schema)!, Privilege.Usage);
        session.Rights.RequireExecute(procedure);
        if (procedure.Parameters.Any(parameter => parameter.IsTable) || !_arguments.Values.Select(value => value.Type).SequenceEqual(procedure.Values.Select(parameter => parameter.Type!.Value)))
            throw new GatewayException(SqlState.FeatureNotSupported, "the parameters of the procedure have changed since the call was prepared");
        var values = _arguments.Evaluate(session, parameters);
        var rows = await new ProcedureRun(run, procedure).ExecuteAsync(values);
        if (Columns is null || rows is null)
        {
            if (rows is not null) await rows.DisposeAsync();
            return new CompletedExecution(new CommandTag("CALL"));
        }

        return new RowsExecution(rows, new CommandTag("CALL"));
    }

    private static async ValueTask<IReadOnlyList<ResultColumn>?> ColumnsAsync(SessionState session, ProcedureEntry procedure, CancellationToken cancellationToken)
    {
        if (ProcedureBody.StatementsOf(procedure) is not [.., Parser.Ast.QueryStatement last] statements) return null;
        using var owner = procedure.IsInvoker ? null : session.Identity.RunAs(ProcedureRun.OwnerOf(session.Snapshot, procedure));
        try
        {
            return ResultColumns.Of(((QueryStatement)await ProcedureBody.BindAsync(session, procedure, last, caller: 0, cancellationToken)).Plan);
        }
        catch (GatewayException e)
        {
            throw ProcedureRun.At(procedure, statements.Count, e);
        }
    }
}
