using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor.Remote;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>Stops a verifying run whose scans read more than the bounds allow.</summary>
internal sealed class ScanBound(VerificationBounds bounds) : IFragmentWatch
{
    private long _rows;
    private long _bytes;

    /// <summary>True once the run was stopped for this reason.</summary>
    public bool IsExceeded { get; private set; }

    public async IAsyncEnumerable<RecordBatch> WatchAsync(RemoteNode fragment, IAsyncEnumerable<RecordBatch> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What statistics already say is too much is not even begun; they may be old, so only by far.
        if (fragment.Fragment is ScanNode { Table.Statistics.RowCount: var expected } && expected > bounds.MaxRows * 2.0) throw Exceeded();
        await foreach (var batch in rows.WithCancellation(cancellationToken))
        {
            if (Interlocked.Add(ref _rows, batch.Length) > bounds.MaxRows || Interlocked.Add(ref _bytes, batch.ByteSize) > bounds.MaxBytes)
            {
                batch.Dispose();
                throw Exceeded();
            }

            yield return batch;
        }
    }

    private GatewayException Exceeded()
    {
        IsExceeded = true;
        return new GatewayException(SqlState.ProgramLimitExceeded, "the verification reads too much");
    }
}
