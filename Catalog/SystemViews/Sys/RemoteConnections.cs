using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_CONNECTIONS: connections open to sources now, pooled ones included.</summary>
public sealed class RemoteConnections() : SysView("M_REMOTE_CONNECTIONS", 12)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Integer("CONNECTION_ID"), Text("REMOTE_SOURCE_SCHEMA_NAME"), Text("REMOTE_SOURCE_NAME"), Text("ADAPTER_NAME"), Text("REMOTE_SERVER_VERSION", 128), Text("REMOTE_SOURCE_USER_NAME"), Time("START_TIME"), Text("CONNECTION_STATUS", 16), Text("DETAILS", 512), BigInt("STATEMENT_COUNT"), BigInt("REMOTE_CONNECTION_ID"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.RemoteConnections.Where(row => context.Sees(row.Source)).Select(row => new object?[]
    {
        null, null, row.Source, row.Adapter, row.Connection.ServerVersion, row.Connection.User, row.Connection.StartTime, "CONNECTED", row.Connection.IsActive ? "active" : "idle",
        row.Connection.StatementCount, row.Connection.Id,
    });
}
