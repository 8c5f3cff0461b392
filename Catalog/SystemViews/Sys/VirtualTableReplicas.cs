using FederationGateway.Catalog.Changes;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>VIRTUAL_TABLE_REPLICAS: which virtual tables have a copy here, and what kind of copy.</summary>
public sealed class VirtualTableReplicas() : SysView("VIRTUAL_TABLE_REPLICAS", 130)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SOURCE_SCHEMA_NAME"), Text("SOURCE_TABLE_NAME"), Text("REPLICA_SCHEMA_NAME"), Text("REPLICA_TABLE_NAME"), Text("REPLICA_TYPE", 12), Text("IS_ENABLED", 5), Text("IS_SHARED", 5), Text("IS_SNAPSHOT", 5), Time("SNAPSHOT_TIME"), Text("LOAD_UNIT", 7),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => All(context).Select(entry => (object?[])
    [
        entry.Table.Schema, entry.Table.Name, entry.Replica.Schema, entry.Replica.Name, "ASYNCHRONOUS", Word(!entry.Definition.IsDisabled), Word(entry.Definition.IsShared), Word(entry.Definition.IsSnapshot),
        entry.Definition.IsSnapshot ? entry.Definition.SnapshotTime : null, "PAGE",
    ]);

    /// <summary>The virtual tables that may be used somehow and have a replica, oldest first.</summary>
    internal static IEnumerable<(VirtualTableEntry Table, LocalTableEntry Replica, ReplicaDefinition Definition)> All(SystemViewContext context) =>
        from table in VirtualTables.All(context)
        let replica = ReplicaTables.Of(context.Snapshot, table)
        where replica is not null
        select (table, replica, replica.Replica!);
}
