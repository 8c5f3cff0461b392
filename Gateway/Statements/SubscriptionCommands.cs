using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Gateway.Subscriptions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;
using QueryStatement = FederationGateway.Parser.Ast.QueryStatement;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// ALTER REMOTE SUBSCRIPTION … QUEUE, DISTRIBUTE, RESET and PROCESS REMOTE SUBSCRIPTION EXCEPTION: orders to what runs subscriptions. They reach the source, which no ROLLBACK takes
/// back, so they stand outside of transaction blocks.
/// </summary>
internal static class SubscriptionCommands
{
    private const string ExceptionsView = "REMOTE_SUBSCRIPTION_EXCEPTIONS";

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterRemoteSubscriptionStatement alter) => new PreparedCommand(parsed, "ALTER REMOTE SUBSCRIPTION", async run =>
    {
        var session = run.Session;
        RequireOutsideBlock(run, $"ALTER REMOTE SUBSCRIPTION … {alter.Command.ToString().ToUpperInvariant()}");
        session.RequireWritable("ALTER REMOTE SUBSCRIPTION");
        var subscription = SubscriptionStatements.Find(session, session.Snapshot, alter.Name) ?? throw SubscriptionStatements.Missing(alter.Name);
        session.Rights.RequireOwner(subscription);
        switch (alter.Command)
        {
            case SubscriptionCommand.Queue:
                RequireRights(run, subscription);
                await session.Core.Replication.QueueAsync(subscription, run.CancellationToken);
                if (session.Core.Replication.UnseenBy(subscription) is { } unseen) session.Notice(unseen);
                break;
            case SubscriptionCommand.Distribute:
                await session.Core.Replication.DistributeAsync(subscription, run.CancellationToken);
                break;
            case SubscriptionCommand.Resync:
                RequireRights(run, subscription);
                await Resynchronisation.RunAsync(run, subscription, alter);
                break;
            default:
                await ResetAsync(run, subscription);
                break;
        }
    }, isOutsideTransactions: true);

    public static Prepared PrepareProcess(ParsedStatement parsed, ProcessRemoteSubscriptionExceptionStatement process) => new PreparedCommand(parsed, async run =>
    {
        RequireOutsideBlock(run, "PROCESS REMOTE SUBSCRIPTION EXCEPTION");
        run.Session.RequireWritable("PROCESS REMOTE SUBSCRIPTION EXCEPTION");
        var exceptions = process.Oid is { } oid ? [One(run, oid)] : await SelectedAsync(run, parsed, process);
        foreach (var source in exceptions.Select(entry => entry.Source).Distinct()) RequireProcessing(run, source);
        var replication = run.Session.Core.Replication;
        switch (process.Command)
        {
            case ExceptionCommand.Retry: await replication.RetryAsync(exceptions, run.CancellationToken); break;
            case ExceptionCommand.Ignore:
                if (exceptions.FirstOrDefault(entry => IsOfReplica(run, entry)) is { } kept) throw Unskippable(kept);
                await replication.IgnoreAsync(exceptions, run.CancellationToken);
                break;
            default:
                // What can be skipped is, and the rest has another try.
                bool MaySkip(SubscriptionExceptionEntry entry) => entry is { Place: not null, Subscription: not null } && !IsOfReplica(run, entry);
                await replication.IgnoreAsync([.. exceptions.Where(MaySkip)], run.CancellationToken);
                await replication.RetryAsync([.. exceptions.Where(entry => !MaySkip(entry))], run.CancellationToken);
                break;
        }

        return new CommandTag(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PROCESS {exceptions.Count}"));
    }, isOutsideTransactions: true);

    /// <summary>Takes a subscription back to CREATED; the client is told what is left to be done.</summary>
    public static Task ResetAsync(StatementRun run, SubscriptionEntry subscription) => ResetAsync(run, [subscription]);

    /// <summary>The same for several of one source.</summary>
    public static async Task ResetAsync(StatementRun run, IReadOnlyList<SubscriptionEntry> subscriptions)
    {
        if (subscriptions.Count > 0 && await run.Session.Core.Replication.ResetAsync(subscriptions, run.CancellationToken) is { } left) run.Session.Notice(left);
    }

    public static bool IsInBlock(StatementRun run) => run.Session.Transaction.Status != TransactionStatus.Idle || run.SharesRequest;

    /// <summary>25001</summary>
    public static void RequireOutsideBlock(StatementRun run, string statement)
    {
        if (IsInBlock(run)) throw new GatewayException(SqlState.ActiveSqlTransaction, $"{statement} cannot run inside a transaction block");
    }

    // Who subscribed may have lost rights since.
    private static void RequireRights(StatementRun run, SubscriptionEntry subscription)
    {
        var session = run.Session;
        StatementAccess.Require(session, SubscriptionPlanner.Bind(session.Snapshot, subscription).Accesses, subscription.Owner);
        TargetProgram.Of(session.Snapshot, subscription)?.RequireExecute(session.Snapshot, RoleRights.Of(session.Snapshot, subscription.Owner));
        if (session.Snapshot.Sources.Values.FirstOrDefault(source => source.Oid == subscription.Source) is { } read)
            RoleRights.Of(session.Snapshot, subscription.Owner).Require(read, Privilege.CreateRemoteSubscription);
    }

    private static void RequireProcessing(StatementRun run, long source)
    {
        if (run.Session.Snapshot.Sources.Values.FirstOrDefault(known => known.Oid == source) is { } found) run.Session.Rights.Require(found, Privilege.ProcessRemoteSubscriptionException);
        else run.Session.Rights.RequireAdministrator("process exceptions of a source that is gone");
    }

    // A copy without one of the source's changes would be no copy.
    private static bool IsOfReplica(StatementRun run, SubscriptionExceptionEntry entry) => run.Session.Snapshot.SubscriptionsByOid.GetValueOrDefault(entry.Subscription ?? 0) is { IsReplica: true };

    private static GatewayException Unskippable(SubscriptionExceptionEntry entry) => new(SqlState.ObjectNotInPrerequisiteState, $"exception {entry.Oid} cannot be ignored: a replica has every change of its source")
    {
        Hint = "ALTER VIRTUAL TABLE … DISABLE REPLICA and ENABLE REPLICA load it anew.",
    };

    private static SubscriptionExceptionEntry One(StatementRun run, long oid) => run.Session.Core.Store.Subscriptions.Current.Exceptions.GetValueOrDefault(oid)
        ?? throw new GatewayException(SqlState.UndefinedObject, $"remote subscription exception {oid} does not exist") { Hint = $"They are listed in SYS.{ExceptionsView}." };

    /// <summary>Those the condition chooses from the view, as a query would.</summary>
    private static async Task<IReadOnlyList<SubscriptionExceptionEntry>> SelectedAsync(StatementRun run, ParsedStatement parsed, ProcessRemoteSubscriptionExceptionStatement process)
    {
        var at = process.Span;
        Identifier Named(string name) => new(name, Quoted: true, at);
        var view = new NamedTable(new ObjectName([Named("SYS"), Named(ExceptionsView)], at), Only: false, Alias: null, Sample: null, at);
        var item = new SelectItem(new ColumnReference(new ObjectName([Named("EXCEPTION_OID")], at), at), Label: null, at);
        var query = new QueryStatement(null, new SelectBody(null, [item], [view], process.Where, null, null, [], at), [], null, [], [], at);
        var prepared = new PreparedQuery(run.Session, parsed, (Plan.QueryStatement)await Planner.BindAsync(run.Session, query, [], run.CancellationToken));
        if (prepared.ParameterTypes.Count > 0) throw new GatewayException(SqlState.UndefinedParameter, "there is no parameter $1") { Position = at.Start };
        var known = run.Session.Core.Store.Subscriptions.Current.Exceptions;
        List<SubscriptionExceptionEntry> selected = [];
        await using var execution = (IRowExecution)await prepared.ExecuteAsync(run, []);
        await foreach (var batch in execution.ReadBatchesAsync(run.CancellationToken))
            using (batch)
                for (var i = 0; i < batch.Length; i++)
                    if (known.GetValueOrDefault(batch.Column(0).GetValue<long>(i)) is { } entry) selected.Add(entry);
        return selected;
    }
}
