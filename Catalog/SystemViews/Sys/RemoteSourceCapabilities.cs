using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>
/// REMOTE_SOURCE_CAPABILITIES: what each source is declared to do, its own properties included, function by function, and how that stood up to
/// VERIFY_ADAPTER_CAPABILITIES.
/// </summary>
public sealed class RemoteSourceCapabilities() : SysView("REMOTE_SOURCE_CAPABILITIES", 17)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("REMOTE_SOURCE_NAME"), Text("ADAPTER_NAME", 64), Text("CAPABILITY_NAME", 128), Text("FUNCTION_SIGNATURE"), Text("DESCRIPTION", 512), Text("PUSHDOWN", 8), BigInt("MISMATCH_ID"),
        Time("VERIFIED_AT"), Text("RESULT", 12), LongText("RESULT_DETAIL"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from source in context.Sources
        from adapter in context.Runtime.Adapters.Where(adapter => adapter.Name.Equals(source.Adapter, StringComparison.OrdinalIgnoreCase))
        let capabilities = adapter.Capabilities.With(source.Properties)
        let downgrades = context.Snapshot.Verification.DowngradesOf(source.Oid)
        from declared in Declared(adapter, capabilities)
        let check = context.Snapshot.Verification.Checks.GetValueOrDefault((source.Oid, declared.Capability, declared.Signature))
        let downgrade = declared.Signature.Length > 0 ? downgrades.OfSignature(declared.Signature) : downgrades.Of(declared.Capability)
        select new object?[]
        {
            source.Name, adapter.Name, declared.Capability, declared.Signature.Length > 0 ? declared.Signature : null, CapabilityDescriptions.Of(declared.Capability),
            downgrade is null ? capabilities[declared.Capability].ToString().ToUpperInvariant() : "NEVER", downgrade?.MismatchId, check?.Time, check is null ? null : Word(check.Result), check?.Detail,
        };

    /// <summary>An outcome as the view shows it.</summary>
    public static string Word(CapabilityCheckResult result) => result switch
    {
        CapabilityCheckResult.Ok => "OK",
        CapabilityCheckResult.Mismatch => "MISMATCH",
        _ => "NOT TESTABLE",
    };

    private static IEnumerable<(string Capability, string Signature)> Declared(IAdapter adapter, CapabilitySet capabilities)
    {
        foreach (var (capability, _) in capabilities.Entries.Where(entry => !entry.Key.StartsWith("CAP_BI_", StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            yield return (capability, "");
        foreach (var (signature, _) in adapter.Dialect.Functions.Concat(adapter.Dialect.Aggregates).Concat(adapter.Dialect.WindowFunctions).Concat(adapter.Dialect.TableFunctions))
        {
            var name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
            yield return (Capability.OfFunction(name == "||" ? "concat" : name), signature);
        }
    }
}
