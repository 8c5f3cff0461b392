using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Writes;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using Ast = FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>From a parsed statement to a plan that can run: binding, then optimizing.</summary>
internal static class Planner
{
    /// <summary>Binds; definitions behind three-part names that are not known yet are imported on the way.</summary>
    public static ValueTask<BoundStatement> BindAsync(SessionState session, Statement statement, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken) =>
        BindAsync(session, parameterTypes, binder => binder.Bind(statement), cancellationToken);

    /// <summary>As <see cref="BindAsync(SessionState, Statement, IReadOnlyList{SqlType}, CancellationToken)"/>, with <see cref="BindingContext.WideNumerics"/>.</summary>
    public static ValueTask<BoundStatement> BindWideAsync(SessionState session, Statement statement, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken) =>
        BindAsync(session, parameterTypes, binder => binder.Bind(statement), cancellationToken, static context => context with { WideNumerics = true });

    /// <summary>The same in another context than the session's own.</summary>
    public static ValueTask<BoundStatement> BindAsync(
        SessionState session, Statement statement, IReadOnlyList<SqlType> parameterTypes, Func<BindingContext, BindingContext> adjust, CancellationToken cancellationToken) =>
        BindAsync(session, parameterTypes, binder => binder.Bind(statement), cancellationToken, adjust);

    /// <summary>Binds a view's query; also what its names mean now, which the view keeps.</summary>
    public static async ValueTask<(PlanNode Plan, EquatableArray<NameBinding> Names, EquatableArray<NamePlace> Places)> BindViewAsync(SessionState session, Ast.QueryStatement query, CancellationToken cancellationToken)
    {
        var (plan, names, places, accesses) = await BindAsync(session, [], binder => (binder.BindViewQuery(query, out var names, out var places, out var accesses), names, places, accesses), cancellationToken);
        StatementAccess.RequireNames(session, accesses);
        return (plan, names, places);
    }

    /// <summary>Checks the condition of a policy or the value of a mask; what its names mean.</summary>
    /// <param name="masked">The column behind the mask; null for a condition.</param>
    public static ValueTask<EquatableArray<NameBinding>> BindTableExpressionAsync(SessionState session, RelationEntry table, Ast.SyntaxExpression expression, TableColumn? masked, CancellationToken cancellationToken) =>
        BindAsync(session, [], binder => binder.BindTableExpression(table, expression, masked), cancellationToken);

    /// <summary>What CREATE REMOTE SUBSCRIPTION says; what its names mean is kept with it.</summary>
    public static ValueTask<BoundSubscription> BindSubscriptionAsync(SessionState session, Ast.CreateRemoteSubscriptionStatement create, CancellationToken cancellationToken) =>
        BindAsync(session, [], binder => binder.BindSubscription(create), cancellationToken);

    /// <summary>A condition on the rows of a subscription.</summary>
    public static ValueTask<BoundCondition> BindSubscriptionConditionAsync(SessionState session, SubscriptionEntry subscription, Ast.SyntaxExpression condition, CancellationToken cancellationToken) =>
        BindAsync(session, [], binder => binder.BindSubscriptionCondition(subscription, condition), cancellationToken);

    /// <summary>What CREATE REPLICATION TASK says.</summary>
    public static ValueTask<BoundTask> BindTaskAsync(SessionState session, Ast.CreateReplicationTaskStatement create, CancellationToken cancellationToken) =>
        BindAsync(session, [], binder => binder.BindTask(create), cancellationToken);

    /// <summary>Checks its condition over all tables of a schema against one of them, as if there were that virtual table already.</summary>
    public static async ValueTask CheckTaskTableAsync(SessionState session, Ast.CreateReplicationTaskStatement create, VirtualTableEntry table, CancellationToken cancellationToken) => await BindAsync(
        session, [],
        binder =>
        {
            binder.CheckTaskTable(create, table);
            return true;
        },
        cancellationToken, context => context with { Snapshot = context.Snapshot.With(table) });

    private static async ValueTask<T> BindAsync<T>(SessionState session, IReadOnlyList<SqlType> parameterTypes, Func<StatementBinder, T> bind, CancellationToken cancellationToken, Func<BindingContext, BindingContext>? adjust = null)
    {
        var types = parameterTypes.ToEquatableArray();
        var oldest = session.Core.TimeProvider.GetUtcNow().UtcDateTime - Settings.SettingValue.ToDuration(session.Settings[SettingsTable.LinkedTableMaxAge]);
        while (true)
        {
            try
            {
                var context = session.BindingContext(types) with { LinkedTablesSince = oldest };
                return bind(new StatementBinder(adjust is null ? context : adjust(context)));
            }
            catch (LinkedTableNeededException needed)
            {
                var imported = await ImportLinkedTableAsync(session, needed, cancellationToken);

                // Also when the clock was turned back meanwhile, what has just been imported is young enough.
                if (imported < oldest) oldest = imported;
            }
        }
    }

    /// <summary>Splits a plan between the sources and this side, under the session's settings and the statement's hints.</summary>
    public static OptimizedPlan Optimize(SessionState session, PlanNode plan, BoundStatement statement, CancellationToken cancellationToken) =>
        Optimize(session, plan, statement, ReplicaReads.Of(session, statement, plan), cancellationToken);

    /// <summary>The same when it has been decided where virtual tables with replicas are read.</summary>
    public static OptimizedPlan Optimize(SessionState session, PlanNode plan, BoundStatement statement, ReplicaReads reads, CancellationToken cancellationToken)
    {
        StatementHints.Warn(session, statement.Hints);
        plan = statement.IsDeep ? LargeStack.Run(() => reads.Apply(plan)) : reads.Apply(plan);
        var optimized = statement.IsDeep ? LargeStack.Run(() => Optimize(session, plan, statement.Hints, cancellationToken)) : Optimize(session, plan, statement.Hints, cancellationToken);
        return statement.HidesData ? optimized with { HidesData = true } : optimized;
    }

    /// <summary>A change with the rows it is made by, and how it reaches its source; null for a table of the gateway's own.</summary>
    public static async ValueTask<(ChangeStatement Change, OptimizedPlan Rows, WritePlan? Write)> PlanChangeAsync(SessionState session, ChangeStatement change, CancellationToken cancellationToken)
    {
        if (change is not Plan.MergeStatement merge) return PlanChange(session, change, cancellationToken);
        await MergePlans.PrepareAsync(session, merge, cancellationToken);
        return MergePlans.Plan(session, merge, cancellationToken);
    }

    private static (ChangeStatement Change, OptimizedPlan Rows, WritePlan? Write) PlanChange(SessionState session, ChangeStatement change, CancellationToken cancellationToken)
    {
        var rows = Optimize(session, change.Source, change, cancellationToken);
        var folded = change with { Returning = change.Returning.Select(item => item with { Expression = session.Functions.FoldStable(item.Expression) }).ToEquatableArray() };
        if (folded is Plan.InsertStatement { OnConflict: { } conflict } insert) folded = insert with { OnConflict = conflict.Map(session.Functions.FoldStable) };
        folded = folded with { Source = rows.Root };
        if (change.IsLocal) return (folded, rows, null);
        WritePlan Make() => WritePlanner.Plan(folded, rows, ProfileOf(session.Snapshot, session.Core.Sources, change.Table.Source, session.CredentialUser));
        return (folded, rows, change.IsDeep ? LargeStack.Run(Make) : Make());
    }

    /// <summary>For the gateway's own questions about a source: whatever the session's settings, the source does what it can.</summary>
    public static OptimizedPlan OptimizeForSource(SessionState session, PlanNode plan) => Optimize(session, plan, OptimizerSettings.Default with { RemainderEngine = RemainderEngine.Local }, [], CancellationToken.None);

    private static OptimizedPlan Optimize(SessionState session, PlanNode plan, EquatableArray<string> hints, CancellationToken cancellationToken) => Optimize(session, plan, StatementHints.Apply(hints, new OptimizerSettings
    {
        Pushdown = session.Settings.IsOn(SettingsTable.Pushdown),
        JoinPushdown = Enum.Parse<JoinPushdown>(session.Settings[SettingsTable.JoinPushdown], ignoreCase: true),
        DynamicFilterMaxKeys = int.Parse(session.Settings[SettingsTable.DynamicFilterMaxKeys], System.Globalization.CultureInfo.InvariantCulture),
        RemainderEngine = RemainderEngines.Of(session),
    }), hints, cancellationToken);

    private static OptimizedPlan Optimize(SessionState session, PlanNode plan, OptimizerSettings settings, EquatableArray<string> hints, CancellationToken cancellationToken) =>
        PlanOptimizer.Optimize(WithLocalStatistics(session, session.Functions.FoldStable(plan)), new OptimizerContext
        {
            SourceOf = name => name == TableHandle.LocalSource
                ? new SourceProfile(name, SessionFunctionScope.StoreCapabilities, session.Functions.Dialect)
                : StatementHints.Apply(hints, WithUploads(session, ProfileOf(session.Snapshot, session.Core.Sources, name, session.CredentialUser), settings)),
            Evaluate = session.Functions.Evaluate,
            Settings = settings,
            CancellationToken = cancellationToken,
        });

    // A source that has just refused to take rows is left alone for a while; the one the user named refuses again, so that the user hears of it.
    private static SourceProfile WithUploads(SessionState session, SourceProfile profile, OptimizerSettings settings)
    {
        var live = session.Core.Sources.Get(session.Snapshot, session.Snapshot.Sources.FindExact(profile.Name)!, session.CredentialUser);
        return profile.Name != settings.RemainderEngine.Source && live.WhyNoUploads(session.Core.TimeProvider.GetUtcNow()) is { } reason
            ? profile with { Capabilities = profile.Capabilities.Withholding([KeyValuePair.Create(Capability.TemporaryTables, reason)]) }
            : profile;
    }

    private static PlanNode WithLocalStatistics(SessionState session, PlanNode plan)
    {
        if (!plan.SelfAndDescendantsDeep().Any(node => node is ScanNode { Table.Source: TableHandle.LocalSource })) return plan;
        return plan.RewriteDeep(node => node is ScanNode { Table.Source: TableHandle.LocalSource } scan && session.Core.LocalStatistics.RowsOf(scan.Table.Path[1]) is { } rows
            ? scan with { Table = scan.Table with { Statistics = new TableStatistics(rows) } }
            : node);
    }

    /// <summary>What a remote source can do, and what it was found not to do.</summary>
    public static SourceProfile ProfileOf(CatalogSnapshot snapshot, SourceRegistry sources, string name, long user)
    {
        var entry = snapshot.Sources.FindExact(name) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{name}\" does not exist");
        var live = sources.Get(snapshot, entry, user);
        return new SourceProfile(name, live.CapabilitiesNow, live.Adapter.Dialect) { Downgrades = snapshot.Verification.DowngradesOf(entry.Oid) };
    }

    /// <summary>Imports a definition and keeps it; when that was.</summary>
    private static async Task<DateTime> ImportLinkedTableAsync(SessionState session, LinkedTableNeededException needed, CancellationToken cancellationToken)
    {
        var name = needed.Name;
        var entry = session.Snapshot.FindSource(name.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{name.Source}\" does not exist");
        StatementAccess.RightsOf(session, needed.OnBehalfOf).Require(entry, Privilege.LinkedDatabase);
        var live = session.Core.Sources.Get(session.Snapshot, entry, session.CredentialUser);
        using var lease = live.Rent();

        // "<NULL>" stands for a part the source does not have, as after AT.
        var schema = name.Schema == "<NULL>" ? null : name.Schema;
        var table = await live.Source.ImportAsync(new Adapters.Abstractions.RemoteObjectName(null, schema, name.Table), cancellationToken);
        if (table.TakesColumns) throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{entry.Name}\" does not say which columns \"{name.Table}\" has") { Hint = "CREATE VIRTUAL TABLE lists them." };
        var linked = VirtualTables.Entry(0, entry.Name, name.Table, entry.Name, table, table.Properties);
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        session.Transaction.RememberLinkedTable(name, linked with { CreateTime = time, Handle = linked.Handle with { DisplayName = $"{entry.Name}.{name.Schema}.{name.Table}" } });
        return time;
    }
}
