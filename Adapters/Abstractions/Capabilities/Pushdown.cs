namespace FederationGateway.Adapters.Abstractions;

/// <summary>How far a source's answer can be trusted for one operation.</summary>
public enum Pushdown
{
    /// <summary>Not sent.</summary>
    Never,

    /// <summary>Sent to reduce the rows that travel, and evaluated again here: the source may return too many rows, never too few.</summary>
    Superset,

    /// <summary>The source gives the same answer as we would.</summary>
    Exact,
}
