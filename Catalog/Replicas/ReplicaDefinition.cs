namespace FederationGateway.Catalog;

/// <summary>What ADD REPLICA said of a table that holds a copy of what a virtual table points to, and how it stands.</summary>
/// <param name="Source">The OID of the remote source.</param>
/// <param name="IsShared">True when every virtual table of the same object may use it.</param>
/// <param name="IsSnapshot">True when it is as old as its load; otherwise it follows the source.</param>
public sealed record ReplicaDefinition(long Source, bool IsShared, bool IsSnapshot)
{
    /// <summary>The moment (UTC) its load has seen all that was committed at the source before; null when what is in it is no copy of the source as it is configured.</summary>
    public DateTime? SnapshotTime { get; init; }

    /// <summary>What it follows the source by; null for a snapshot.</summary>
    public long? Subscription { get; init; }

    /// <summary>True while a replica that will follow its source is loaded for the first time: what a crash leaves of it is taken back.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>DISABLE: it is not read.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>True while changes that come are kept and not applied.</summary>
    public bool IsPaused { get; init; }

    /// <summary>When it was enabled and disabled last (UTC); null for never.</summary>
    public DateTime? EnableTime { get; init; }

    public DateTime? DisableTime { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public DateTime CreateTime { get; init; }
}
