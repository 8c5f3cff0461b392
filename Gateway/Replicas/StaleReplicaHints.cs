using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Replicas;

/// <summary>When a source cannot be reached, whoever reads it because the replica is too stale is told so.</summary>
internal static class StaleReplicaHints
{
    public static IAsyncEnumerable<RecordBatch> Add(IAsyncEnumerable<RecordBatch> rows, ReplicaReads reads, CancellationToken cancellationToken) =>
        reads.Tables.FirstOrDefault(read => read.IsTooStale) is { } stale ? AddAsync(rows, stale, cancellationToken) : rows;

    private static async IAsyncEnumerable<RecordBatch> AddAsync(IAsyncEnumerable<RecordBatch> rows, ReplicaRead stale, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = rows.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await reader.MoveNextAsync()) yield break;
            }
            catch (GatewayException e) when (e.State.Category == SqlStateCategory.Remote)
            {
                var hint = $"Virtual table \"{stale.Table.Name}\" has a replica, but {stale.Refusal}: with a larger max_staleness it is read instead.";
                throw new GatewayException(e.State, e.Message, e) { Position = e.Position, Detail = e.Detail, Hint = e.Hint is null ? hint : $"{e.Hint} {hint}", Context = e.Context };
            }

            yield return reader.Current;
        }
    }
}
