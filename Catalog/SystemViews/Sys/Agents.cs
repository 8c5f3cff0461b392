using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>AGENTS: there are none yet, every adapter runs in this process.</summary>
public sealed class Agents() : SysView("AGENTS", 4)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("AGENT_NAME"), Text("PROTOCOL", 4), Text("AGENT_HOST", 64), Integer("AGENT_PORT"), Text("IS_SSL_ENABLED", 5), Text("AGENT_GROUP_NAME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        [];
}
