using FederationGateway.Arrow;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>Stands between a source and whoever reads one of its fragments: may count the rows, hold them back, give others.</summary>
public interface IFragmentWatch
{
    /// <summary>The rows to hand on.</summary>
    /// <param name="fragment">The fragment as it is sent, the keys of dynamic filters in it.</param>
    /// <param name="rows">Its rows; reading them runs it. Each batch is whose it is handed to.</param>
    IAsyncEnumerable<RecordBatch> WatchAsync(RemoteNode fragment, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken);
}
