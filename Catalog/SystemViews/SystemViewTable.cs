using System.Collections.Frozen;
using FederationGateway.Catalog.SystemViews.Sys;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>Every dictionary view there is.</summary>
public static class SystemViewTable
{
    public static IReadOnlyList<SystemView> All { get; } =
    [
        new AdapterList(), new AdapterCapabilities(), new AdapterLocations(), new Agents(),
        new RemoteSources(), new RemoteSourceObjects(), new RemoteSourceStates(),
        new RemoteSourceProperties(), new VirtualTables(), new VirtualTableProperties(), new VirtualColumns(), new VirtualColumnProperties(), new VirtualTableReplicas(), new ReplicaStates(), new ReplicaActions(),
        new AuditLogView(), new RemoteConnections(), new RemoteStatements(), new Statements(),
        new PushdownReasons(), new PushdownMismatches(), new PushdownVerifications(), new TransactionOutcomesView(), new RemoteSourceCapabilities(),
        new DataStatisticsView(), new DataStatisticsContent(), new UnsupportedStatements(), new ColumnMasks(),
        new RemoteSubscriptions(), new RemoteSubscriptionExceptions(), new RemoteSubscriptionStates(), new RemoteSubscriptionStatistics("M_REMOTE_SUBSCRIPTION_STATISTICS", 103),
        new RemoteSubscriptionStatistics("REMOTE_SUBSCRIPTION_STATISTICS", 108), new RemoteSubscriptionStatus(), new RemoteSubscriptionComponents(), new RemoteSourceCaptures(),
        new LatencyTickets(), new LatencyHistory(),
        new TaskList(), new TaskParameterList(), new RunningTasks(), new TaskExecutionList(),
        new RunningTaskPartitions(),
        new ProcedureList(), new ProcedureParameterList(), new ProcedureParameterColumns(),
        new Users(), new RoleList(), new GrantedRoles(), new GrantedPrivileges(), new EffectivePrivileges(), new Credentials(),
        .. InformationSchema.InformationSchemaViews.All,
        .. PgCatalog.PgCatalogViews.All,
    ];

    private static readonly FrozenDictionary<long, SystemView> ByOid = All.ToFrozenDictionary(view => view.Oid);

    public static SystemView Find(long oid) => ByOid.GetValueOrDefault(oid) ?? throw new GatewayException(SqlState.InternalError, $"there is no dictionary view {oid}");
}
