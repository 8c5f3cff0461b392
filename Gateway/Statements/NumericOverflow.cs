using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// Numerics are planned as decimals of 38 digits wherever nearly all values fit, because those are ten times as fast. When one does not (22003), and no row has left yet, the
/// query is run again over numerics of any length.
/// </summary>
internal static class NumericOverflow
{
    /// <param name="widen">The rows of the other plan; null when there is none.</param>
    public static async IAsyncEnumerable<RecordBatch> ReadAgainAsync(
        IAsyncEnumerable<RecordBatch> rows, Func<ValueTask<IAsyncEnumerable<RecordBatch>?>> widen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = rows.GetAsyncEnumerator(cancellationToken);
        try
        {
            var (hasBatch, overflow) = await ReadFirstAsync(reader);
            if (overflow is not null)
            {
                await reader.DisposeAsync();
                reader = (await widen() ?? throw Again(overflow)).GetAsyncEnumerator(cancellationToken);
                hasBatch = await reader.MoveNextAsync();
            }

            while (hasBatch)
            {
                yield return reader.Current;
                hasBatch = await reader.MoveNextAsync();
            }
        }
        finally
        {
            await reader.DisposeAsync();
        }
    }

    private static async ValueTask<(bool HasBatch, GatewayException? Overflow)> ReadFirstAsync(IAsyncEnumerator<RecordBatch> reader)
    {
        try
        {
            return (await reader.MoveNextAsync(), null);
        }
        catch (GatewayException error) when (error.State == SqlState.NumericValueOutOfRange)
        {
            return (false, error);
        }
    }

    private static GatewayException Again(GatewayException overflow)
    {
        ExceptionDispatchInfo.Throw(overflow);
        return overflow;
    }
}
