using FederationGateway.Common;

namespace FederationGateway.Replication.Applying;

/// <summary>A change that does not fit what the target holds. Thrown inside a local transaction, which is rolled back.</summary>
/// <param name="row">The number of the change in its group.</param>
/// <param name="message">What is wrong; null when the change itself says it: a new row is there already, or the row of another change is not.</param>
internal sealed class RowConflictException(long row, int number = ExceptionNumbers.DeltaFailed, SqlState? state = null, string? message = null) : Exception(message)
{
    public long Row { get; } = row;

    public int Number { get; } = number;

    public SqlState? State { get; } = state;

    public bool IsMisfit { get; } = message is null;
}
