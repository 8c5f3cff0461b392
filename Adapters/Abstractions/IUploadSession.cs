using FederationGateway.Arrow;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>What a session of a source with <see cref="Capability.TemporaryTables"/> can do besides.</summary>
public interface IUploadSession
{
    /// <summary>
    /// Makes the tables and fills them, one after the other; returns when all rows are there. What statements of the returned connection see is otherwise the session's
    /// snapshot. <see cref="UploadRefusedException"/> when the source does not take them: nothing of them is left there then, nor after any other failure.
    /// </summary>
    Task<IUploadedTables> UploadAsync(IReadOnlyList<RowUpload> uploads, CancellationToken cancellationToken);
}

/// <summary>Temporary tables at a source and the connection that sees them. Disposing it removes both.</summary>
public interface IUploadedTables : IAsyncDisposable
{
    /// <summary>As <see cref="IRemoteSession.ExecuteAsync"/>; one statement at a time.</summary>
    IAsyncEnumerable<RecordBatch> ExecuteAsync(RemoteStatement statement, CancellationToken cancellationToken);
}

/// <summary>A temporary table and its rows, whose columns are the table's, by position.</summary>
/// <param name="Table">The dialect's <see cref="SqlDialect.UploadType"/> has an answer for each of its columns.</param>
/// <param name="Rows">Read once, while the upload goes on; each batch is disposed when it is sent.</param>
public sealed record RowUpload(TableHandle Table, IAsyncEnumerable<RecordBatch> Rows)
{
    private long _sent;

    /// <summary>Rows sent so far; read by others at any time.</summary>
    public long RowsSent => Interlocked.Read(ref _sent);

    public void AddSent(long count) => Interlocked.Add(ref _sent, count);
}
