using FederationGateway.Binder;
using FederationGateway.Binder.Expressions;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>A statement kept by SQL's PREPARE.</summary>
internal sealed record NamedStatement(Prepared Prepared);

/// <summary>PREPARE, EXECUTE and DEALLOCATE.</summary>
internal static class NamedStatements
{
    public static Prepared PreparePrepare(ParsedStatement parsed, PrepareStatement prepare) => new PreparedCommand(parsed, "PREPARE", async run =>
    {
        if (run.Session.NamedStatements.ContainsKey(prepare.Name.Text))
            throw new GatewayException(SqlState.DuplicatePreparedStatement, $"prepared statement \"{prepare.Name.Text}\" already exists");
        var types = prepare.ParameterTypes.Select(TypeNames.Resolve).ToList();
        var inner = new ParsedStatement(prepare.Statement, prepare.Text, parsed.Span);
        var prepared = await StatementPreparation.PrepareStatementAsync(run.Session, inner, types, run.CancellationToken);
        run.Session.NamedStatements.Add(prepare.Name.Text, new NamedStatement(prepared));
    });

    public static async ValueTask<Prepared> PrepareExecuteAsync(SessionState session, ParsedStatement parsed, ExecuteStatement execute, CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        var named = Find(session, execute.Name);
        if (execute.Arguments.Count != named.Prepared.ParameterTypes.Count)
        {
            throw new GatewayException(SqlState.SyntaxError, $"wrong number of parameters for prepared statement \"{execute.Name.Text}\"")
            {
                Detail = $"Expected {named.Prepared.ParameterTypes.Count} parameters but got {execute.Arguments.Count}.",
            };
        }

        var binder = new StatementBinder(session.BindingContext([]));
        var arguments = execute.Arguments.Select((argument, index) => binder.BindScalar(argument, named.Prepared.ParameterTypes[index])).ToList();
        return new PreparedExecute(parsed, named, arguments);
    }

    public static Prepared PrepareDeallocate(ParsedStatement parsed, DeallocateStatement deallocate) =>
        new PreparedCommand(parsed, deallocate.Name is null ? "DEALLOCATE ALL" : "DEALLOCATE", run =>
        {
            if (deallocate.Name is null)
            {
                run.Session.NamedStatements.Clear();
                run.Session.Client.DropPreparedStatement(null);
            }
            else if (!run.Session.NamedStatements.Remove(deallocate.Name.Text) && !run.Session.Client.DropPreparedStatement(deallocate.Name.Text)) throw Missing(deallocate.Name);
            return ValueTask.CompletedTask;
        }, isOutsideTransactions: true);

    private static NamedStatement Find(SessionState session, Identifier name) => session.NamedStatements.GetValueOrDefault(name.Text) ?? throw Missing(name);

    private static GatewayException Missing(Identifier name) =>
        new(SqlState.InvalidSqlStatementName, $"prepared statement \"{name.Text}\" does not exist") { Position = name.Span.Start };

    /// <summary>EXECUTE: the named statement with values computed from the arguments.</summary>
    private sealed class PreparedExecute(ParsedStatement parsed, NamedStatement named, IReadOnlyList<Expression> arguments) : Prepared(parsed)
    {
        public override ParsedStatement Running => named.Prepared.Running;

        public override IReadOnlyList<ResultColumn>? Columns => named.Prepared.Columns;

        public override bool TakesTurn => named.Prepared.TakesTurn;

        public override bool IsOutsideTransactions => named.Prepared.IsOutsideTransactions;

        public override bool MayChange => named.Prepared.MayChange;

        public override ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters) =>
            named.Prepared.ExecuteAsync(run, arguments.Select(argument => run.Session.Functions.EvaluateArgument(argument)).ToEquatableArray());
    }
}
