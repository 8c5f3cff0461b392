namespace FederationGateway.Catalog;

/// <summary>How a capability, or one function's signature, of a source stood up to being tried.</summary>
public enum CapabilityCheckResult
{
    /// <summary>It answered as the gateway does.</summary>
    Ok,

    /// <summary>It answered otherwise.</summary>
    Mismatch,

    /// <summary>It could not be tried; the detail says why.</summary>
    NotTestable,
}

/// <summary>The latest trial of one capability of one source.</summary>
/// <param name="Signature">The function, empty for a capability that is not a function's.</param>
public sealed record CapabilityCheckEntry(long SourceOid, string Capability, string Signature, DateTime Time, CapabilityCheckResult Result, string? Detail = null);
