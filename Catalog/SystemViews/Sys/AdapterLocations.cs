using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>ADAPTER_LOCATIONS: where adapters run; the built-in ones run in this process.</summary>
public sealed class AdapterLocations() : SysView("ADAPTER_LOCATIONS", 3)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("ADAPTER_NAME", 64), Text("LOCATION", 11), Text("AGENT_NAME"), LongText("CONFIGURATION"), LongText("PROPERTIES"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Runtime.Adapters.Select(adapter => new object?[] { adapter.Name, "indexserver", null, AdapterXml.Describe(adapter), null });
}
