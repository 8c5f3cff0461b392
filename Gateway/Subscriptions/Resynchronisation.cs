using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Correcting;

namespace FederationGateway.Gateway.Subscriptions;

/// <summary>
/// ALTER REMOTE SUBSCRIPTION … RESYNC. A source that has lost its stream begins a new one first; then changes of all its subscriptions are missing, and all of them are made equal to the source, each as its owner would.
/// </summary>
internal static class Resynchronisation
{
    public static async Task RunAsync(StatementRun run, SubscriptionEntry subscription, AlterRemoteSubscriptionStatement alter)
    {
        var session = run.Session;
        RequireTable(subscription);
        var condition = alter.Where is null ? null : await Planner.BindSubscriptionConditionAsync(session, subscription, alter.Where, run.CancellationToken);
        var lacking = await session.Core.Replication.RepairAsync(subscription, run.CancellationToken);
        var result = await ResyncAsync(session.Core, subscription, condition is { Filter: not null } ? condition : null, alter.WhereText, run.CancellationToken);
        session.Notice(string.Create(CultureInfo.InvariantCulture, $"remote subscription \"{subscription.Name}\": {result.Read} rows read, {result.Corrected} corrected"));
        foreach (var other in lacking.Where(oid => oid != subscription.Oid).Select(oid => session.Core.Store.Current.SubscriptionsByOid.GetValueOrDefault(oid)).OfType<SubscriptionEntry>())
        {
            try
            {
                await ResyncAsync(session.Core, other, null, null, run.CancellationToken);
            }
            catch (GatewayException e)
            {
                session.Warning($"remote subscription \"{other.QualifiedName}\" lacks changes, and was not made equal to the source: {e.Message}", e.State.Code);
            }
        }
    }

    /// <summary>One that nobody has ordered.</summary>
    public static async Task OfItselfAsync(GatewayCore core, SubscriptionEntry subscription, string? text, CancellationToken cancellationToken)
    {
        using var session = TaskSession.Open(core, subscription.Owner);
        var condition = text is null ? null : await Planner.BindSubscriptionConditionAsync(session, subscription, Parsed(text), cancellationToken);
        await ResyncAsync(core, subscription, condition, text, cancellationToken);
    }

    private static SyntaxExpression Parsed(string condition) =>
        SqlParser.Parse($"SELECT {condition}") is [{ Statement: Parser.Ast.QueryStatement { Body: SelectBody { Items: [var item] } } }] ? item.Expression : throw new GatewayException(SqlState.InternalError, "a stored condition is not a condition");

    private static async Task<ResyncResult> ResyncAsync(GatewayCore core, SubscriptionEntry subscription, Binder.Statements.BoundCondition? condition, string? text, CancellationToken cancellationToken)
    {
        RequireTable(subscription);
        using var session = subscription.IsReplica ? TaskSession.OpenForSource(core, subscription.Owner) : TaskSession.Open(core, subscription.Owner);
        var bound = SubscriptionPlanner.Bind(session.Snapshot, subscription);
        if (!subscription.IsReplica) StatementAccess.Require(session, bound.Accesses, subscription.Owner);
        if (session.Snapshot.RelationsByOid.GetValueOrDefault(subscription.Target.Object ?? 0) is not LocalTableEntry target) throw new GatewayException(SqlState.UndefinedTable, "the target of the subscription is gone");
        var plan = new AppliedSubscription(subscription, target, 0, bound.Columns, bound.TargetOrdinals, bound.Values, bound.Filter, bound.Keys);
        var order = new ResyncOrder(plan, RangeOf(condition, plan), text, new SubscriptionReader(session, subscription, bound));
        return await core.Replication.ResyncAsync(order, cancellationToken);
    }

    private static void RequireTable(SubscriptionEntry subscription)
    {
        if (subscription.Target.Kind == TargetKind.Table) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"RESYNC of remote subscription \"{subscription.Name}\", whose changes go to a {subscription.Target.Kind.ToString().ToLowerInvariant()}, is not supported")
        {
            Hint = "RESET it and QUEUE it again; what its procedure has written is yours to correct.",
        };
    }

    private static Expression? RangeOf(Binder.Statements.BoundCondition? condition, AppliedSubscription plan)
    {
        if (condition is null) return null;
        var places = condition.Columns.ToDictionary(column => column.Column.Id, column => column.Ordinal);
        return condition.Filter!.Rewrite(part => part is ColumnExpression column && places.TryGetValue(column.Id, out var ordinal) ? plan.Columns[ordinal].ToExpression() : part);
    }
}
