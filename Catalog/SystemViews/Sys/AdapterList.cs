using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>ADAPTERS: the kinds of sources there are.</summary>
public sealed class AdapterList() : SysView("ADAPTERS", 1)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("ADAPTER_NAME", 64), Text("PROPERTIES", 1000), LongText("CONFIGURATION"), Text("IS_SYSTEM_ADAPTER", 5), Text("IS_ESS_DEFINITION_SUPPORTED", 5), Text("OWNER_NAME"), Text("HAS_OBJECT_PRIVILEGE", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.Adapters.Select(adapter => new object?[]
    {
        adapter.Name, $"display_name={adapter.Description.DisplayName};description={adapter.Description.Description}", AdapterXml.Describe(adapter), Word(true), Word(false), "SYS", Word(false),
    });
}
