using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Configuration;

namespace FederationGateway.Catalog;

/// <summary>How changes of a source come to be known.</summary>
public enum CaptureMethod
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>The source tells of them, transaction by transaction (<see cref="ICaptureSource"/>).</summary>
    Stream,

    /// <summary>Its tables are read from time to time, and what changed is found out.</summary>
    Polling,
}

/// <summary>Which method a source has.</summary>
public static class CaptureMethods
{
    /// <param name="capabilities">What the source's adapter declares.</param>
    public static CaptureMethod Of(RemoteSourceEntry source, CapabilitySet capabilities) =>
        CaptureProperties.IsPolled(source) ? CaptureMethod.Polling
        : capabilities.With(source.Properties).HasExact(Capability.TransactionalChangeCapture) ? CaptureMethod.Stream
        : CaptureMethod.None;

    public static CaptureMethod Of(RemoteSourceEntry source, IEnumerable<IAdapter> adapters) =>
        adapters.FirstOrDefault(adapter => adapter.Name.Equals(source.Adapter, StringComparison.OrdinalIgnoreCase)) is { } adapter ? Of(source, adapter.Capabilities) : CaptureMethod.None;
}
