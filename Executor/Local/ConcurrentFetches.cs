using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Executor.Local;

/// <summary>
/// What is read for one remainder at the same time. When the connection to a source is lost, the others end with that error too: the engine may be waiting for any of them. Errors of rows stay with
/// their fragment, since the engine may never ask for those rows.
/// </summary>
internal sealed class ConcurrentFetches(CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private GatewayException? _lost;

    /// <summary>For reading a source.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>A fragment's rows, which are read with the <see cref="Token"/>, as long as all sources can be reached.</summary>
    public async IAsyncEnumerable<RecordBatch> TogetherAsync(IAsyncEnumerable<RecordBatch> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var reading = rows.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await reading.MoveNextAsync()) yield break;
            }
            catch (Exception e) when (_lost is { } lost && !ReferenceEquals(e, lost))
            {
                throw new GatewayException(lost.State, lost.Message, e) { Detail = lost.Detail, Hint = lost.Hint };
            }
            catch (GatewayException e) when (e.State == SqlState.ConnectionFailure)
            {
                Volatile.Write(ref _lost, e);
                await _stop.CancelAsync();
                throw;
            }

            yield return reading.Current;
        }
    }

    public void Dispose() => _stop.Dispose();
}
