using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>The dictionary views as a source: the gateway makes their rows, and can leave columns out.</summary>
internal static class SystemTables
{
    public static SourceProfile Profile { get; } =
        new(TableHandle.SystemSource, CapabilitySet.Of(Capability.Select, Capability.Project, Capability.BigintBind), new ScanOnlyDialect());

    private sealed class ScanOnlyDialect : SqlDialect
    {
        public override string Name => "the dictionary";

        public override FunctionTable Functions => FunctionTable.Empty;
    }
}
