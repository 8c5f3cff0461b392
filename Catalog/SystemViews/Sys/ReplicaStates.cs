using FederationGateway.Catalog.Changes;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_VIRTUAL_TABLE_REPLICAS: how copies of virtual tables stand now.</summary>
public sealed class ReplicaStates() : SysView("M_VIRTUAL_TABLE_REPLICAS", 131)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("REPLICA_TYPE", 12), Text("SOURCE_SCHEMA_NAME"), Text("SOURCE_TABLE_NAME"), Text("REPLICATION_STATUS", 8), Time("LAST_ENABLE_TIME"), Time("LAST_DISABLE_TIME"), Integer("SHARE_COUNT"), Time("LAST_SYNC_TIME"), ("STALENESS_SECONDS", SqlType.Float8), BigInt("RECORD_COUNT"), LongText("ERROR_MESSAGE"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var now = context.Runtime.Now;
        foreach (var (table, replica, definition) in VirtualTableReplicas.All(context))
        {
            var state = context.Runtime.StateOf(replica);
            double? staleness = state.CompleteAsOf is { } time ? Math.Max(0, (now - time).TotalSeconds) : null;
            yield return
            [
                replica.Schema, replica.Name, "ASYNCHRONOUS", table.Schema, table.Name, state.Status, definition.EnableTime ?? definition.CreateTime, definition.DisableTime, ReplicaTables.ReadersOf(context.Snapshot, replica).Count(), state.CompleteAsOf, staleness,
                context.SeesCounts(table) ? state.Rows : null, state.Problem,
            ];
        }
    }
}
