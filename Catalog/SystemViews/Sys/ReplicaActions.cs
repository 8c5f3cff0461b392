using FederationGateway.Catalog.Changes;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_VIRTUAL_TABLE_REPLICA_ACTION_HISTORY: what was done with replicas since the gateway started, and how it ended.</summary>
public sealed class ReplicaActions() : SysView("M_VIRTUAL_TABLE_REPLICA_ACTION_HISTORY", 132)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("REPLICA_TYPE", 12), Text("SOURCE_SCHEMA_NAME"), Text("SOURCE_TABLE_NAME"), Text("IS_ASYNC", 5), Text("ACTION_TYPE", 32), Time("START_TIME"), Time("END_TIME"), Time("ERROR_TIME"), Text("ERROR_CODE", 5), LongText("ERROR_MESSAGE"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var tables = VirtualTables.All(context).ToDictionary(table => table.Oid);
        foreach (var action in context.Runtime.ReplicaActions)
        {
            if (!tables.TryGetValue(action.Table, out var table)) continue;
            var hasFailed = action.SqlState is not null;
            yield return
            [
                ReplicaTables.Schema, ReplicaTables.Of(context.Snapshot, table)?.Name, "ASYNCHRONOUS", table.Schema, table.Name, Word(action.IsAsync), action.Action, action.Start, hasFailed ? null : action.End, hasFailed ? action.End : null, action.SqlState, action.Error,
            ];
        }
    }
}
