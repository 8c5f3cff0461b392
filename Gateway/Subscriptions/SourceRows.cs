using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Federation;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Subscriptions;

/// <summary>The rows of a subscription at its source, read as any statement reads the virtual table, so that what is read and what is applied later are the same values.</summary>
internal static class SourceRows
{
    /// <summary>A scan of the whole virtual table with what the subscription filters by.</summary>
    /// <param name="range">Filters besides; null for nothing.</param>
    public static PlanNode Of(BoundSubscription bound, Expression? range = null) =>
        Filtered(new ScanNode(bound.Table.Handle, bound.Columns.Select((column, ordinal) => new ScanColumn(column, ordinal)).ToEquatableArray()), bound.Filter, range);

    /// <summary>The same, in several parts: each row is in one of them.</summary>
    /// <param name="known">The rows that are here already; null when there are none.</param>
    /// <param name="range">Filters besides; null for nothing.</param>
    public static IEnumerable<PlanNode> Of(BoundSubscription bound, KnownRows? known, Expression? range)
    {
        if (known is null) return [Of(bound, range)];
        var local = new ScanNode(known.Rows, bound.Columns.Select((column, ordinal) => new ScanColumn(column, OrdinalIn(known, bound.Table.Columns[ordinal]))).ToEquatableArray());
        if (known.Rising is not { } rising) return [Filtered(local, bound.Filter, range)];

        // Of rows below, the stream tells nothing: they are as they are there now, like those without a value.
        var column = bound.Columns[local.Columns.ToList().FindIndex(scanned => scanned.Ordinal == rising)].ToExpression();
        var isUnknown = new IsNullExpression(column, IsNegated: false);
        var isBelow = known.Least is { } least ? new ComparisonExpression(ComparisonOperator.Less, column, least) : null;
        Expression isThere = isBelow is null ? isUnknown : new LogicalExpression(LogicalOperator.Or, [isUnknown, isBelow]);
        return [Filtered(local, bound.Filter, range, isBelow is null ? null : new NotExpression(isBelow)), Of(bound, range is null ? isThere : ExpressionWalk.And([range, isThere]))];
    }

    /// <summary>The rows that a snapshot has of a subscription's table.</summary>
    public static KnownRows? KnownOf(SubscriptionsAtWork work, SubscriptionEntry subscription, IAlignedSnapshot? snapshot) =>
        snapshot is not null && work.Progress.TryGetValue(subscription.Oid, out var progress) ? snapshot.RowsOf(progress.CapturedTable) : null;

    private static PlanNode Filtered(PlanNode rows, params Expression?[] filters)
    {
        Expression[] given = [.. filters.OfType<Expression>()];
        return given.Length == 0 ? rows : new FilterNode(rows, ExpressionWalk.And(given));
    }

    private static int OrdinalIn(KnownRows known, TableColumn column)
    {
        var ordinal = known.Definition.Columns.ToList().FindIndex(captured => captured.RemoteName == column.RemoteName && captured.Type == column.Type);
        return ordinal >= 0 ? ordinal : throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of the virtual table is not as it was when the subscription was queued")
        {
            Hint = "ALTER REMOTE SUBSCRIPTION … RESET and QUEUE take the columns as they are now.",
        };
    }

    /// <summary>Sessions of a statement that read a source in a snapshot; null without one.</summary>
    public static StatementSessions? SessionsIn(StatementRun run, long source, IAlignedSnapshot? snapshot) =>
        snapshot?.Session is { } seen ? new StatementSessions(new RemoteSessionOptions(run.Session.QueryTag)) { Given = new Dictionary<long, IRemoteSession> { [source] = seen } } : null;

    /// <summary>Writes rows into a table of a connection to the store.</summary>
    /// <param name="snapshot">The source at one position of its stream; null to read it as it is now.</param>
    /// <param name="count">Hears of rows as they come.</param>
    public static async Task InsertAsync(
        StatementRun run, InsertStatement insert, DuckDbConnection connection, long source, IAlignedSnapshot? snapshot, Action<long> count, CancellationToken cancellationToken)
    {
        var (change, plan, _) = await Planner.PlanChangeAsync(run.Session, insert, cancellationToken);
        var context = run.ContextFor([], plan, insert.IsDeep);
        await using var given = SessionsIn(run, source, snapshot);
        var remote = plan.Root.SelfAndDescendantsDeep().OfType<RemoteNode>().FirstOrDefault(node => node.Source != TableHandle.LocalSource);
        var written = await LocalWrites.ExecuteAsync(
            change,
            context with
            {
                ConnectToStore = () => new StoreConnection(connection, IsShared: true),
                Sessions = given ?? context.Sessions,
                Counted = remote,
                CountWritten = count,
                Watch = null,
            },
            new ExecutionFacts(),
            cancellationToken);
        if (remote is null) count(written);
    }
}
