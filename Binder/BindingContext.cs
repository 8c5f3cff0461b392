using FederationGateway.Catalog;

namespace FederationGateway.Binder;

/// <summary>What a statement is bound against: one state of the catalog and the session's facts. Binding reads nothing else.</summary>
/// <param name="SearchPath">The schemas unqualified names are looked up in, in order; <c>pg_catalog</c> comes first when it is not among them.</param>
public sealed record BindingContext(CatalogSnapshot Snapshot, EquatableArray<string> SearchPath)
{
    public string CurrentUser { get; init; } = "admin";

    public string SessionUser { get; init; } = "admin";

    public string Database { get; init; } = "gateway";

    /// <summary>Definitions behind three-part names that were imported before this moment, UTC, have to be imported again.</summary>
    public DateTime LinkedTablesSince { get; init; }

    /// <summary>The zone in which timestamps without one are read.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What <c>now</c> means in text that is kept, in microseconds since 1970-01-01 UTC; null leaves it to each execution.</summary>
    public long? Now { get; init; }

    /// <summary>
    /// Results that may need more than the 38 digits of a decimal, or be infinite, are numerics of any length. Otherwise they are decimals where nearly all values fit, and the
    /// one that does not fails (22003).
    /// </summary>
    public bool WideNumerics { get; init; }

    /// <summary>True for the gateway's own work for everybody: no policy and no mask hides anything from it.</summary>
    public bool SeesEverything { get; init; }

    /// <summary>The types the client gave for <c>$1</c>, <c>$2</c> …; unknown ones are inferred.</summary>
    public EquatableArray<SqlType> ParameterTypes { get; init; }

    /// <summary>In the body of a procedure: what its parameters are called. Null elsewhere.</summary>
    public NamedParameters? Named { get; init; }
}
