using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Executor.Writes;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>INSERT, UPDATE, DELETE or MERGE.</summary>
internal sealed class PreparedWrite(SessionState session, ParsedStatement parsed, ChangeStatement bound) : Prepared(parsed)
{
    private ChangeStatement _bound = bound;
    private PlanVersion _version = PlanVersion.Of(session);

    public override IReadOnlyList<SqlType> ParameterTypes { get; } = [.. bound.ParameterTypes];

    public override IReadOnlyList<ResultColumn>? Columns { get; } = bound.Returning is { IsEmpty: false } returning
        ? [.. returning.Select(item => new ResultColumn(item.Column.Name, item.Column.Type))]
        : null;

    public override bool TakesTurn => true;

    public override bool MayChange => _bound.Table.Source == TableHandle.LocalSource;

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        run.Session.RequireWritable(Verb(_bound));
        if (PlanVersion.Of(run.Session) is var version && version != _version)
        {
            _bound = (ChangeStatement)await Planner.BindAsync(run.Session, Parsed.Statement, ParameterTypes, run.CancellationToken);
            _version = version;
        }

        StatementAccess.Require(run.Session, _bound);
        if (Columns is null) return new CompletedExecution(Tag(_bound, await WriteAsync(run, _bound, parameters)));
        var (change, plan, write) = await Planner.PlanChangeAsync(run.Session, _bound, run.CancellationToken);
        var context = run.ContextFor(parameters, plan, _bound.IsDeep, fetches: write is not { IsWhole: true });
        var facts = new ExecutionFacts();

        // The rows are written when they are read: all of them are read before the first is sent, so that a client that stops reading loses no write.
        var returned = write is null ? LocalWrites.ReturnAsync(change, context, facts, run.CancellationToken) : RemoteWrites.ReturnAsync(write, context, facts, run.CancellationToken);
        var rows = new DetachableRows(returned, run.CancellationToken);
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

    /// <summary>Carries out a change that returns no rows; how many it wrote.</summary>
    /// <param name="sharesSnapshot">True when another change of the same statement follows, so that both must see one moment.</param>
    /// <param name="adjust">Changes where it runs; null for the session's transaction.</param>
    public static async Task<long> WriteAsync(
        StatementRun run, ChangeStatement bound, EquatableArray<ConstantExpression> parameters, bool sharesSnapshot = false, Func<StatementContext, StatementContext>? adjust = null)
    {
        var (change, plan, write) = await Planner.PlanChangeAsync(run.Session, bound, run.CancellationToken);
        var context = run.ContextFor(parameters, plan, bound.IsDeep, fetches: write is not { IsWhole: true });
        if (adjust is not null) context = adjust(context);
        var facts = new ExecutionFacts();
        var count = write is null
            ? await LocalWrites.ExecuteAsync(change, context, facts, run.CancellationToken)
            : await RemoteWrites.ExecuteAsync(sharesSnapshot ? write with { NeedsSnapshot = true } : write, context, facts, run.CancellationToken);
        run.Progress.End(count);
        return count;
    }

    public static string Verb(ChangeStatement statement) => statement switch { InsertStatement => "INSERT", UpdateStatement => "UPDATE", DeleteStatement => "DELETE", _ => "MERGE" };

    private static CommandTag Tag(ChangeStatement statement, long count) => statement switch
    {
        InsertStatement => CommandTag.Insert(count),
        UpdateStatement => CommandTag.Update(count),
        DeleteStatement => CommandTag.Delete(count),
        _ => CommandTag.Merge(count),
    };
}
