using System.Globalization;
using FederationGateway.Binder;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Correcting;
using QueryStatement = FederationGateway.Parser.Ast.QueryStatement;

namespace FederationGateway.Gateway.Subscriptions;

/// <summary>
/// ALTER REMOTE SUBSCRIPTION … AS, ON, TARGET: other rows, other columns, another way to show changes. The target is made what the new definition says as of one position of the stream, in the transaction of the
/// definition, and only what differs is written. When nothing but the rows is other, only those are read that come, and only those go that leave.
/// </summary>
internal static class RedefinedSubscriptions
{
    public static Prepared Prepare(ParsedStatement parsed, RedefineRemoteSubscriptionStatement redefine) => new PreparedCommand(parsed, "ALTER REMOTE SUBSCRIPTION", async run =>
    {
        var session = run.Session;
        SubscriptionCommands.RequireOutsideBlock(run, "ALTER REMOTE SUBSCRIPTION … AS, ON or TARGET");
        session.RequireWritable("ALTER REMOTE SUBSCRIPTION");
        var before = SubscriptionStatements.Find(session, session.Snapshot, redefine.Name) ?? throw SubscriptionStatements.Missing(redefine.Name);
        session.Rights.RequireOwner(before);
        var after = Redefined(session, before, redefine);
        var source = session.Snapshot.Sources.Values.FirstOrDefault(known => known.Oid == before.Source) ?? throw new GatewayException(SqlState.UndefinedObject, "the remote source of the subscription is gone");
        session.Rights.Require(source, Privilege.CreateRemoteSubscription);
        if (after.Equals(before)) return;
        if (session.Core.Store.Subscriptions.Current.Progress.GetValueOrDefault(before.Oid) is not { } progress)
        {
            await DdlRun.ChangeAsync(run, catalog => catalog.Replace(before, after));
            return;
        }

        RequireLive(before, progress);
        var result = await ChangeAsync(session.Core, before, after, run.CancellationToken);
        session.Notice(string.Create(CultureInfo.InvariantCulture, $"remote subscription \"{after.Name}\": {result.Read} rows read, {result.Corrected} corrected"));
    }, isOutsideTransactions: true);

    private static void RequireLive(SubscriptionEntry subscription, SubscriptionProgress progress)
    {
        if (progress.Resync is { IsGap: true })
            throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"changes of remote subscription \"{subscription.Name}\" are missing") { Hint = "ALTER REMOTE SUBSCRIPTION … RESYNC comes first." };
        if (progress.State == SubscriptionState.ApplyChangeData) return;
        throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"remote subscription \"{subscription.Name}\" is in state {SubscriptionStates.NameOf(progress.State)}, in which its definition stays")
        {
            Hint = "Let it come to APPLY_CHANGE_DATA, by DISTRIBUTE or RESYNC; or RESET it first.",
        };
    }

    private static SubscriptionEntry Redefined(SessionState session, SubscriptionEntry before, RedefineRemoteSubscriptionStatement redefine)
    {
        var at = redefine.Span;
        var table = session.Snapshot.RelationsByOid.GetValueOrDefault(before.VirtualTable) ?? throw new GatewayException(SqlState.UndefinedObject, "the virtual table of the remote subscription is gone");
        var target = session.Snapshot.RelationsByOid.GetValueOrDefault(before.Target.Object ?? 0) as LocalTableEntry ?? throw GatewayException.Unsupported("another definition of a subscription without a target table", at);
        var isTold = redefine.VirtualTable is not null || redefine.Query is not null;
        if (redefine.Query is not null && before.SchemaChanges != SchemaChangePropagation.None)
            throw new GatewayException(SqlState.InvalidObjectDefinition, "WITH SCHEMA CHANGES goes with ON only") { Position = redefine.Query.Span.Start, Hint = "DROP the subscription and create it without." };
        var query = redefine.Query ?? (isTold || before.Query is null ? null : Stored(before.Query));
        var clause = redefine.Target ?? Clause(before, target, at);
        var create = new CreateRemoteSubscriptionStatement(redefine.Name, query is null ? redefine.VirtualTable ?? NameOf(table, at) : null, query, null, PropagatedChanges.None, clause, at);
        var context = session.BindingContext([]);
        if (!isTold && before.Query is { } kept) context = context with { SearchPath = kept.SearchPath };
        var bound = new StatementBinder(context).BindSubscription(create);
        StatementAccess.Require(session, bound.Accesses, owner: null);
        if (bound.Table.Oid != before.VirtualTable)
            throw new GatewayException(SqlState.FeatureNotSupported, $"another virtual table than \"{table.Name}\" is not supported") { Position = at.Start, Hint = "Changes of that are captured for the subscription: make another subscription." };
        if (redefine.Target is { Name: { } name } && DdlNames.Relation(session, session.Snapshot, name).Oid != target.Oid)
            throw new GatewayException(SqlState.FeatureNotSupported, $"another target than \"{target.Name}\" is not supported") { Position = name.Span.Start, Hint = "Make another subscription for another target." };
        string? ColumnOf(ChangeColumnKind kind) => clause.ChangeColumns.FirstOrDefault(column => column.Kind == kind) is { } given
            ? (target.Columns.FirstOrDefault(column => column.Name == given.Column.Text) ?? target.Columns.First(column => string.Equals(column.Name, given.Column.Text, StringComparison.OrdinalIgnoreCase))).RemoteName
            : null;
        return before with
        {
            Query = redefine.QueryText is { } text ? new StoredExpression(text, session.SearchPath, session.Settings[SettingsTable.TimeZone], session.Now, bound.Names) : isTold ? null : before.Query,
            Mode = clause.Load switch { LoadBehavior.Upsert => ChangeMode.Upsert, LoadBehavior.Insert => ChangeMode.Insert, _ => ChangeMode.Normal },
            ChangeTypeColumn = ColumnOf(ChangeColumnKind.Type),
            ChangeTimeColumn = ColumnOf(ChangeColumnKind.Time),
            ChangeSequenceColumn = ColumnOf(ChangeColumnKind.Sequence),
        };
    }

    private static QueryStatement Stored(StoredExpression query) =>
        SqlParser.Parse(query.Sql) is [{ Statement: QueryStatement parsed }] ? parsed : throw new GatewayException(SqlState.InternalError, "a stored query is not a query");

    private static SubscriptionTargetClause Clause(SubscriptionEntry subscription, LocalTableEntry target, TextSpan at)
    {
        IEnumerable<ChangeColumnClause> Column(ChangeColumnKind kind, string? column) =>
            column is null ? [] : [new ChangeColumnClause(kind, new Identifier(target.Columns.FirstOrDefault(known => known.RemoteName == column)?.Name ?? "", Quoted: true, at), at)];
        return new SubscriptionTargetClause(
            SubscriptionTargetKind.Table, NameOf(target, at),
            [.. Column(ChangeColumnKind.Type, subscription.ChangeTypeColumn), .. Column(ChangeColumnKind.Time, subscription.ChangeTimeColumn), .. Column(ChangeColumnKind.Sequence, subscription.ChangeSequenceColumn)],
            subscription.Mode switch { ChangeMode.Upsert => LoadBehavior.Upsert, ChangeMode.Insert => LoadBehavior.Insert, _ => LoadBehavior.Normal },
            at);
    }

    private static ObjectName NameOf(RelationEntry relation, TextSpan at) => new([new Identifier(relation.Schema, Quoted: true, at), new Identifier(relation.Name, Quoted: true, at)], at);

    private static async Task<ResyncResult> ChangeAsync(GatewayCore core, SubscriptionEntry before, SubscriptionEntry after, CancellationToken cancellationToken)
    {
        using var session = TaskSession.Open(core, after.Owner);
        var bound = SubscriptionPlanner.Bind(session.Snapshot, after);
        StatementAccess.Require(session, bound.Accesses, after.Owner);
        var plan = new AppliedSubscription(after, (LocalTableEntry)session.Snapshot.RelationsByOid[after.Target.Object!.Value], 0, bound.Columns, bound.TargetOrdinals, bound.Values, bound.Filter, bound.Keys);
        var order = new ResyncOrder(plan, null, null, new SubscriptionReader(session, after, bound)) { Replaced = before };
        return await core.Replication.ResyncAsync(RangeOf(session.Snapshot, before, plan) is { } range ? order with { Range = range } : order, cancellationToken);
    }

    /// <summary>The rows that are of only one of the two definitions, when nothing else is other; null when all rows have to be looked at.</summary>
    private static IsBooleanExpression? RangeOf(CatalogSnapshot snapshot, SubscriptionEntry before, AppliedSubscription plan)
    {
        if (before.Mode != plan.Entry.Mode || before.ChangeTypeColumn != plan.Entry.ChangeTypeColumn || before.ChangeTimeColumn != plan.Entry.ChangeTimeColumn || before.ChangeSequenceColumn != plan.Entry.ChangeSequenceColumn) return null;
        try
        {
            var old = SubscriptionPlanner.Bind(snapshot, before);
            Expression Over(Expression expression) =>
                expression.Rewrite(part => part is ColumnExpression column && old.Columns.ToList().FindIndex(known => known.Id == column.Id) is >= 0 and var place ? plan.Columns[place].ToExpression() : part);
            if (old.TargetOrdinals != plan.TargetOrdinals || !old.Values.Select(Over).SequenceEqual(plan.Values)) return null;
            Expression[] both = [.. new[] { old.Filter is null ? null : Over(old.Filter), plan.Filter }.OfType<Expression>()];
            if (both.Length == 0) return null;
            var range = new IsBooleanExpression(ExpressionWalk.And(both), Value: true, IsNegated: true);
            return TargetCorrection.CanFind(plan, range) ? range : null;
        }
        catch (GatewayException)
        {
            // The target has been altered for the new definition already.
            return null;
        }
    }
}
