using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>ADAPTER_CAPABILITIES: what sources of each kind are promised to do exactly as the gateway would.</summary>
public sealed class AdapterCapabilities() : SysView("ADAPTER_CAPABILITIES", 2)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("ADAPTER_NAME", 64), Text("SOURCE_VERSION", 64), Text("CAPABILITY_NAME", 128), Text("DESCRIPTION", 512), Text("SCOPE", 10), Text("IS_SDA_SUPPORTED", 5), Text("IS_CDC_SUPPORTED", 5), Text("PUSHDOWN", 8),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from adapter in context.Runtime.Adapters
        from capability in Declared(adapter)
        select new object?[]
        {
            adapter.Name, null, capability.Key, CapabilityDescriptions.Of(capability.Key), ScopeOf(capability.Key), Word(capability.Value != Pushdown.Never),
            Word(capability.Key == Capability.TransactionalChangeCapture && capability.Value != Pushdown.Never), capability.Value.ToString().ToUpperInvariant(),
        };

    // The functions a dialect can write are capabilities too: each can be switched off for a source.
    private static IEnumerable<KeyValuePair<string, Pushdown>> Declared(IAdapter adapter) =>
        adapter.Capabilities.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Concat(
            adapter.Dialect.Functions.Concat(adapter.Dialect.Aggregates).Select(function => function.Key[..function.Key.IndexOf('(', StringComparison.Ordinal)])
                .Where(name => name.Length > 0 && char.IsAsciiLetter(name[0])).Select(Capability.OfFunction).Distinct().Order(StringComparer.Ordinal)
                .Select(name => KeyValuePair.Create(name, adapter.Capabilities[name])));

    private static string ScopeOf(string capability) =>
        capability.StartsWith("CAP_COLUMN_", StringComparison.Ordinal) && capability != Capability.ColumnLevel ? "column" : "adapter";
}
