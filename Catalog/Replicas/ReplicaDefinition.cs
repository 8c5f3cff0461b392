namespace FederationGateway.Catalog;

/// <summary>What ADD REPLICA said of a table that holds a copy of what a virtual table points to, and how it stands.</summary>
/// <param name="Source">The OID of the remote source.</param>
/// <param name="IsShared">True when every virtual table of the same object may use it.</param>
/// <param name="IsSnapshot">True when it is as old as its load; otherwise it follows the source.</param>
public sealed record ReplicaDefinition(long Source, bool IsShared, bool IsSnapshot)
{
    /// <summary>The moment (UTC) its load has seen all that was committed at the source before; null when what is in it is no copy of the source as it is configured.</summary>
    public DateTime? SnapshotTime { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public DateTime CreateTime { get; init; }
}
