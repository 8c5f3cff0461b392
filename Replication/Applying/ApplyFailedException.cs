using FederationGateway.Catalog;

namespace FederationGateway.Replication.Applying;

/// <summary>Changes could not be brought to the target of one of the members of a group; the others are not to blame.</summary>
internal sealed class ApplyFailedException(Member member, Exception cause, FailedRow? row, long rows, long chunk) : Exception(cause.Message, cause)
{
    public Member Member { get; } = member;

    public Exception Cause { get; } = cause;

    /// <summary>The change to blame, where that is known.</summary>
    public FailedRow? Row { get; } = row;

    /// <summary>How many changes of its table were tried.</summary>
    public long Rows { get; } = rows;

    /// <summary>The last chunk that was tried.</summary>
    public long Chunk { get; } = chunk;
}

/// <summary>A change that failed.</summary>
/// <param name="ChangeType">Its letter.</param>
/// <param name="MustBeNew">True when it puts a row where there must be none.</param>
internal sealed record FailedRow(ChangePlace Place, string? ChangeType, bool MustBeNew, string? Position, string? Key);
