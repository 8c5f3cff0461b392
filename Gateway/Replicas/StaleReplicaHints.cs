using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Replicas;

/// <summary>When a source cannot be reached, whoever reads it because the replica is too stale is told so.</summary>
internal static class StaleReplicaHints
{
    /// <summary>The failure of a statement that returns no rows, with the hint where it applies.</summary>
    public static GatewayException AddTo(GatewayException failure, ReplicaReads reads) =>
        failure.State.Category == SqlStateCategory.Remote && reads.Tables.FirstOrDefault(read => read.IsTooStale) is { } stale ? Hinted(failure, stale) : failure;

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
                throw Hinted(e, stale);
            }

            yield return reader.Current;
        }
    }

    private static GatewayException Hinted(GatewayException failure, ReplicaRead stale)
    {
        var hint = $"Virtual table \"{stale.Table.Name}\" has a replica, but {stale.Refusal}: with a larger max_staleness it is read instead.";
        return new GatewayException(failure.State, failure.Message, failure) { Position = failure.Position, Detail = failure.Detail, Hint = failure.Hint is null ? hint : $"{failure.Hint} {hint}", Context = failure.Context };
    }
}
