using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Tests.Backlog;

/// <summary>What the source of the crash tests sends: transaction n looks the same whenever it is sent, so that what is on disk can be compared with it.</summary>
internal static class CrashScript
{
    public const int SegmentBytes = 6_000;

    /// <summary>How many chunks transaction n comes in.</summary>
    public static int ChunksOf(long transaction) => transaction % 7 == 0 ? 1 + (int)(transaction % 5) : 1;

    public static int RowsOf(long transaction) => (int)(transaction * 31 % 17);

    public static bool IsMarker(long transaction) => transaction % 11 == 3;

    public static string MarkerOf(long transaction) => $"m{transaction}";

    public static IEnumerable<ChangeChunk> Chunks(long transaction)
    {
        if (IsMarker(transaction))
        {
            yield return TestChunks.Marker(transaction, MarkerOf(transaction));
            yield break;
        }

        for (var left = ChunksOf(transaction) - 1; left > 0; left--) yield return TestChunks.Open(transaction, rows: RowsOf(transaction), width: 100);
        yield return TestChunks.Whole(transaction, rows: RowsOf(transaction), width: 100);
    }
}
