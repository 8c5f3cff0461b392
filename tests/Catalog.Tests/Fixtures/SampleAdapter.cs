using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Catalog.Tests.Fixtures;

/// <summary>A kind of source that can be described but not connected to.</summary>
internal sealed class SampleAdapter : IAdapter
{
    public string Name => "sample";

    public AdapterDescription Description { get; } = new("Sample", "For tests of the catalog.", [
        new AdapterOption("host", "The server.", IsRequired: true),
        new AdapterOption("token", "A secret that somebody may write into the configuration.", IsSecret: true),
    ]);

    public CapabilitySet Capabilities { get; } = CapabilitySet.Of(Capability.Where, Capability.Limit);

    public SqlDialect Dialect { get; } = new SampleDialect();

    public IRemoteSource CreateSource(SourceDefinition definition) => throw new NotSupportedException();

    private sealed class SampleDialect : SqlDialect
    {
        public override string Name => "sample";

        public override FunctionTable Functions => FunctionTable.Empty;
    }
}
