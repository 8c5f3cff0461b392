using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>INSERT, UPDATE or DELETE on a local table.</summary>
internal sealed class PreparedWrite(SessionState session, ParsedStatement parsed, BoundStatement bound) : Prepared(parsed)
{
    private BoundStatement _bound = bound;
    private PlanVersion _version = PlanVersion.Of(session);

    public override IReadOnlyList<SqlType> ParameterTypes { get; } = [.. bound.ParameterTypes];

    public override IReadOnlyList<ResultColumn>? Columns { get; } = ReturningOf(bound) is { IsEmpty: false } returning
        ? [.. returning.Select(item => new ResultColumn(item.Column.Name, item.Column.Type))]
        : null;

    public override bool TakesTurn => true;

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        run.Session.RequireWritable(Verb(_bound));
        if (PlanVersion.Of(run.Session) is var version && version != _version)
        {
            _bound = await Planner.BindAsync(run.Session, Parsed.Statement, ParameterTypes, run.CancellationToken);
            _version = version;
        }

        StatementAccess.Require(run.Session, _bound);
        var plan = Planner.Optimize(run.Session, SourceOf(_bound), _bound, run.CancellationToken);
        var planned = WithSource(_bound, plan.Root);
        var context = run.ContextFor(parameters, plan, _bound.IsDeep);
        var facts = new ExecutionFacts();
        if (Columns is null)
        {
            var count = await LocalWrites.ExecuteAsync(planned, context, facts, run.CancellationToken);
            run.Record.AddRows(count);
            return new CompletedExecution(Tag(_bound, count));
        }

        // The rows are written when they are read: all of them are read before the first is sent, so that a client that stops reading loses no write.
        var rows = new DetachableRows(LocalWrites.ReturnAsync(planned, context, facts, run.CancellationToken), run.CancellationToken);
        try
        {
            await rows.DetachAsync();
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }

        return new RowsExecution(rows, () => Tag(_bound, rows.RowCount));
    }

    public static PlanNode SourceOf(BoundStatement statement) => statement switch
    {
        InsertStatement insert => insert.Source,
        UpdateStatement update => update.Source,
        DeleteStatement delete => delete.Source,
        _ => throw new ArgumentException($"{statement.GetType().Name} writes nothing", nameof(statement)),
    };

    public static BoundStatement WithSource(BoundStatement statement, PlanNode source) => statement switch
    {
        InsertStatement insert => insert with { Source = source },
        UpdateStatement update => update with { Source = source },
        DeleteStatement delete => delete with { Source = source },
        _ => throw new ArgumentException($"{statement.GetType().Name} writes nothing", nameof(statement)),
    };

    private static EquatableArray<ProjectItem> ReturningOf(BoundStatement statement) => statement switch
    {
        InsertStatement insert => insert.Returning,
        UpdateStatement update => update.Returning,
        DeleteStatement delete => delete.Returning,
        _ => [],
    };

    public static string Verb(BoundStatement statement) => statement switch { InsertStatement => "INSERT", UpdateStatement => "UPDATE", _ => "DELETE" };

    private static CommandTag Tag(BoundStatement statement, long count) => statement switch
    {
        InsertStatement => CommandTag.Insert(count),
        UpdateStatement => CommandTag.Update(count),
        _ => CommandTag.Delete(count),
    };
}
