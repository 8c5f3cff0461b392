using FederationGateway.Arrow;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Runs the fragments of one statement. Several may run at once; the adapter uses as many connections as that takes. Disposing it ends what still runs and gives the
/// connections back.
/// </summary>
public interface IRemoteSession : IAsyncDisposable
{
    /// <summary>
    /// Runs one fragment. The batches' schema is <see cref="RemoteStatement.Schema"/> exactly; each batch is the caller's to dispose. Cancelling reaches the source.
    /// The bytes received so far are in <see cref="RemoteStatement.Progress"/>.
    /// </summary>
    IAsyncEnumerable<RecordBatch> ExecuteAsync(RemoteStatement statement, CancellationToken cancellationToken);
}
