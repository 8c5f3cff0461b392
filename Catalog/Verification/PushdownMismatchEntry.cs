using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Catalog;

/// <summary>A wrong answer of a source, found by computing the same here: what was asked, how the answers differed, and what the source is no longer trusted with.</summary>
/// <param name="Downgrade">In force while the entry is not cleared.</param>
/// <param name="Operator">The operator or expression whose answer differed, as EXPLAIN prints it.</param>
/// <param name="RemoteSql">What the source was asked.</param>
public sealed record PushdownMismatchEntry(long Id, long SourceOid, string Source, DateTime Time, Downgrade Downgrade, string Operator, string? RemoteSql)
{
    /// <summary>The statement during which it was found, without secrets.</summary>
    public long StatementId { get; init; }

    public string? StatementText { get; init; }

    public string? UserName { get; init; }

    public long RemoteRows { get; init; }

    public long LocalRows { get; init; }

    /// <summary>Rows only the source returned.</summary>
    public long RowsOnlyRemote { get; init; }

    /// <summary>Rows only the gateway's own computation returned.</summary>
    public long RowsOnlyLocal { get; init; }

    /// <summary>When an administrator declared the source repaired; null while the downgrade is in force.</summary>
    public DateTime? ClearTime { get; init; }

    public string? ClearedBy { get; init; }

    public bool IsActive => ClearTime is null;
}
