using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A transaction at a source, read through as any session: fragments may be asked for side by side, whatever has been written; each sees the transaction's snapshot and what
/// the transaction had written when the fragment was started. Writes come one after the other. When one of its statements fails, the transaction can only go back to a
/// savepoint or be rolled back. Disposing one that has not ended rolls it back.
/// </summary>
public interface IRemoteTransaction : IRemoteSession
{
    /// <summary>True when something may have been written and not been taken back by <see cref="RollbackToAsync"/>.</summary>
    bool HasWritten { get; }

    /// <summary>
    /// True when <see cref="PrepareAsync"/> is worth trying: the source can prepare transactions, and nothing was done in this one that keeps it from being prepared
    /// (at PostgreSQL, <see cref="StageAsync"/>). Known once something is written.
    /// </summary>
    bool CanPrepare { get; }

    /// <summary>The source's name for the transaction, for <see cref="ITransactionalSource.OutcomeAsync"/>; known once something is written.</summary>
    string? TransactionId { get; }

    /// <summary>Runs an INSERT, UPDATE, DELETE, MERGE or TRUNCATE; the rows it says it affected.</summary>
    Task<long> WriteAsync(RemoteStatement statement, CancellationToken cancellationToken);

    /// <summary>The same with RETURNING. All rows are written before the first one returns, also when the rest is not read; each batch is the caller's to dispose.</summary>
    IAsyncEnumerable<RecordBatch> WriteReturningAsync(RemoteStatement statement, CancellationToken cancellationToken);

    /// <summary>
    /// Appends rows to the columns of <see cref="RowUpload.Table"/>, which is a table of the source; the others get their defaults. <see cref="UploadRefusedException"/>,
    /// before any row is read, when the columns are of other types there than the rows are sent in: then <see cref="StageAsync"/> and an INSERT take them.
    /// </summary>
    Task<long> CopyInAsync(RowUpload rows, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a temporary table of this transaction and fills it, for statements that follow. Its name must not have been used in this transaction before.
    /// </summary>
    Task StageAsync(RowUpload rows, CancellationToken cancellationToken);

    Task SavepointAsync(string name, CancellationToken cancellationToken);

    Task ReleaseAsync(string name, CancellationToken cancellationToken);

    /// <summary>Goes back to a savepoint, which stays; also when a statement has failed.</summary>
    Task RollbackToAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the transaction one that outlives its connection, and the source's crashes, until <see cref="ITransactionalSource.EndPreparedAsync"/>. It has ended for this
    /// object; when this fails otherwise than by <see cref="SqlState.TransactionResolutionUnknown"/>, it is rolled back.
    /// </summary>
    Task PrepareAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Commits. <see cref="SqlState.TransactionResolutionUnknown"/> when the source was asked and its answer was lost; after any other failure nothing is committed.
    /// </summary>
    Task CommitAsync(CancellationToken cancellationToken);

    Task RollbackAsync();
}
