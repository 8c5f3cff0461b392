using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Tests.Backlog;

/// <summary>
/// A process adds to a backlog and is killed, over and over in the same directory: at each of the places before and after something becomes durable, at random moments,
/// and after an error at one of the places.
/// <c>FEDGW_CRASH_KILLS=10000</c> kills as often as that.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("FEDGW_CRASH_KILLS") ?? "100", CultureInfo.InvariantCulture);

    private static readonly string[] Places =
    [
        "backlog.before-write", "backlog.written", "backlog.flushed", "backlog.segment-written", "backlog.segment-flushed", "backlog.segment-named", "backlog.before-delete", "backlog.deleted", "backlog.cut",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("crash").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_survives_every_kill_whole_once_and_in_order()
    {
        var random = new Random(20261128);
        var (acknowledged, killed) = (0L, 0);
        for (var round = 0; round < Kills; round++)
        {
            // A third of them fail at a place, as a disk does, before they are killed.
            var place = Places[round / 3 % Places.Length];
            var turn = random.Next(1, place.Contains("write", StringComparison.Ordinal) ? 30 : 4);
            var failpoints = (round % 3) switch { 0 => $"{place}=kill@{turn}", 1 => $"{place}=throw@{turn},backlog.flushed=kill@{turn + random.Next(20)}", _ => null };
            acknowledged = await RunAndKillAsync(round, failpoints, random, acknowledged);
            killed++;
            // Now and then the next process is the first to see what this one left.
            if (random.Next(3) > 0 || round == Kills - 1) acknowledged = await CheckAsync(acknowledged);
        }

        killed.ShouldBe(Kills);
        acknowledged.ShouldBeGreaterThan(Kills);
    }

    private async Task<long> RunAndKillAsync(int seed, string? place, Random random, long last)
    {
        var (lines, isOverdue) = await KilledProgram.RunAsync("CrashWriter", [_directory, seed.ToString(CultureInfo.InvariantCulture)], place, random, Token);
        isOverdue.ShouldBeFalse($"{place} is never passed");
        return lines.Aggregate(last, (most, line) => Math.Max(most, long.Parse(line, CultureInfo.InvariantCulture)));
    }

    /// <summary>Opens the backlog: all whole transactions up to the position are there, each as it was sent, and the position is not behind what was acknowledged.</summary>
    private async Task<long> CheckAsync(long acknowledged)
    {
        await using var store = BacklogStore.Open(_directory, new BacklogOptions { SegmentBytes = CrashScript.SegmentBytes }, TimeProvider.System);
        var position = store.Position is null ? 0 : BinaryPrimitives.ReadInt64BigEndian(store.Position.Bytes.Span);
        position.ShouldBeGreaterThanOrEqualTo(acknowledged);
        Directory.GetFiles(_directory).ShouldAllBe(path => path.EndsWith(Segment.Extension, StringComparison.Ordinal));

        List<string> found = [];
        for (var number = store.First; number <= store.Last; number++)
        {
            using var chunk = await store.ReadAsync(number, Token);
            if (chunk.Chunk.Marker is { } marker) store.FindMarker(marker).ShouldBe(number);
            found.Add(TestChunks.Describe(chunk.Chunk) + chunk.Chunk.Marker);
        }

        // The oldest file may begin in the middle of a transaction.
        List<string> expected = [];
        for (var transaction = position; transaction > 0 && expected.Count < found.Count; transaction--)
            foreach (var chunk in CrashScript.Chunks(transaction).Reverse())
                using (chunk) expected.Insert(0, TestChunks.Describe(chunk) + chunk.Marker);
        found.ShouldBe(expected.TakeLast(found.Count));
        if (store.First == 1) found.Count.ShouldBe(expected.Count);
        return Math.Max(acknowledged, position);
    }
}
