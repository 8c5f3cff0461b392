using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Optimizer;

/// <summary>What the optimizer knows of a source.</summary>
/// <param name="Capabilities">The adapter's, as the source's own properties change them.</param>
/// <param name="Dialect">How its statements are written; what it refuses stays local.</param>
public sealed record SourceProfile(string Name, CapabilitySet Capabilities, SqlDialect Dialect)
{
    /// <summary>What the source declared and was found not to keep.</summary>
    public DowngradeSet Downgrades { get; init; } = DowngradeSet.None;
}
