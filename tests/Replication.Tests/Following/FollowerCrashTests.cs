using System.Globalization;

namespace FederationGateway.Replication.Tests.Following;

/// <summary>
/// A process follows a source that changes, into targets of every mode, while users give orders, and is killed over and over: at each of the places before and after something becomes durable,
/// and at random moments. The process after it finds each target to be what the source was at the place that its progress tells, and so does every process now and then while changes are applied;
/// in the end all of them are what the source is. <c>FEDGW_FOLLOWER_KILLS=10000</c> kills as often as that.
/// </summary>
public sealed class FollowerCrashTests
{
    private const string Program = "CrashFollower";

    // The history is gone through from its beginning: the longer it is, the slower they get.
    private const int KillsOfHistory = 40;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("FEDGW_FOLLOWER_KILLS") ?? "75", CultureInfo.InvariantCulture);

    /// <summary>With how often they are passed at most before the process dies there.</summary>
    private static readonly (string Name, int MostTurns)[] Places =
    [
        ("receiver.durable", 40), ("receiver.acknowledged", 40), ("backlog.before-write", 30), ("backlog.written", 30), ("backlog.flushed", 30),
        ("backlog.segment-written", 4), ("backlog.segment-flushed", 4), ("backlog.segment-named", 4), ("backlog.before-delete", 3), ("backlog.deleted", 3),
        ("applier-begun", 30), ("applier-part-applied", 40), ("applier-before-commit", 20), ("applier-after-commit", 20), ("applier-advancing", 6), ("applier-advanced", 6),
        ("exception-raising", 1), ("exception-raised", 1), ("exceptions-processing", 1), ("exceptions-processed", 1),
        ("provisioning.changing", 8), ("provisioning.changed", 8), ("provisioning.noted", 2), ("provisioning.started", 2), ("provisioning.queued", 3), ("provisioning.marked", 3),
        ("provisioning.distributing", 2), ("provisioning.distributed", 2), ("provisioning.loading", 4), ("provisioning.loaded", 4), ("provisioning.reset", 2),
        ("resync.noted", 2), ("resync.read", 2), ("resync.advanced", 2), ("resync.written", 2), ("resync.committed", 2),
        ("provisioning.ending", 1), ("provisioning.dropped", 1), ("provisioning.ended", 1),
        // The disk fails first.
        ("backlog.written=throw@9,backlog.cut", 1), ("backlog.flushed=throw@7,backlog.cut", 1),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Targets_are_what_the_source_was_after_every_kill_and_what_it_is_in_the_end()
    {
        var (place, missed) = (0, 0);
        for (var killed = 0; killed < Kills;)
        {
            var history = 1 + (killed / KillsOfHistory);
            var directory = Directory.CreateTempSubdirectory("follower").FullName;
            var random = new Random(history);
            for (var round = 0; round < KillsOfHistory && killed < Kills; round++, killed++)
            {
                // Something must be there before it can be torn down.
                var (name, mostTurns) = Places[place % Places.Length];
                var atPlace = round > 0 && (round % 2 == 0 || round % 12 == 11);
                if (atPlace) place++;
                var (said, isOverdue) = await KilledProgram.RunAsync(Program, ArgumentsOf(directory, history, round), atPlace ? $"{name}=kill@{random.Next(1, mostTurns + 1)}" : null, random, Token);
                said.ShouldBeEmpty();
                if (isOverdue) missed++;
            }

            (await KilledProgram.EndAsync(Program, [.. ArgumentsOf(directory, history, KillsOfHistory), "end"], Token)).ShouldBeEmpty();
            Directory.Delete(directory, recursive: true);
        }

        // What a process gets to in time is a matter of the machine; that it gets to most places is not.
        missed.ShouldBeLessThanOrEqualTo(place / 2);
    }

    private static string[] ArgumentsOf(string directory, int history, int round) => [directory, history.ToString(CultureInfo.InvariantCulture), (history * 1000 + round).ToString(CultureInfo.InvariantCulture)];
}
