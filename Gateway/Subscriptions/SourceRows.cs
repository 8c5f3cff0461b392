using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Statements;
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
    public static PlanNode Of(BoundSubscription bound, Expression? range = null)
    {
        PlanNode rows = new ScanNode(bound.Table.Handle, bound.Columns.Select((column, ordinal) => new ScanColumn(column, ordinal)).ToEquatableArray());
        Expression[] filters = [.. new[] { bound.Filter, range }.OfType<Expression>()];
        return filters.Length == 0 ? rows : new FilterNode(rows, ExpressionWalk.And(filters));
    }

    /// <summary>Sessions of a statement that read a source in a snapshot; null without one.</summary>
    public static StatementSessions? SessionsIn(StatementRun run, long source, IAlignedSnapshot? snapshot) =>
        snapshot is null ? null : new StatementSessions(new RemoteSessionOptions(run.Session.QueryTag)) { Given = new Dictionary<long, IRemoteSession> { [source] = snapshot.Session } };

    /// <summary>Writes rows into a table of a connection to the store.</summary>
    /// <param name="snapshot">The source at one position of its stream; null to read it as it is now.</param>
    /// <param name="count">Hears of rows as they come.</param>
    public static async Task InsertAsync(
        StatementRun run, InsertStatement insert, DuckDbConnection connection, long source, IAlignedSnapshot? snapshot, Action<long> count, CancellationToken cancellationToken)
    {
        var (change, plan, _) = await Planner.PlanChangeAsync(run.Session, insert, cancellationToken);
        var context = run.ContextFor([], plan, insert.IsDeep);
        await using var given = SessionsIn(run, source, snapshot);
        await LocalWrites.ExecuteAsync(
            change,
            context with
            {
                ConnectToStore = () => new StoreConnection(connection, IsShared: true),
                Sessions = given ?? context.Sessions,
                Counted = plan.Root.SelfAndDescendantsDeep().OfType<RemoteNode>().FirstOrDefault(),
                CountWritten = count,
                Watch = null,
            },
            new ExecutionFacts(),
            cancellationToken);
    }
}
