using System.Diagnostics;
using FederationGateway.Support.Processes;

namespace FederationGateway.Support.Tests;

public sealed class GuardedProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fedgw-guard-").FullName;

    private string LogFile => Path.Combine(_folder, "log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_program_asked_to_end_may_clean_up()
    {
        await using var guarded = await GuardedProcess.StartAsync(
            LogFile, "sh", ["-c", "trap 'echo cleaned; exit 3' TERM; echo ready; while :; do sleep 0.05; done"]);
        SpinWait.SpinUntil(() => guarded.Log.Contains("ready", StringComparison.Ordinal), TimeSpan.FromSeconds(60)).ShouldBeTrue();

        (await guarded.StopAsync()).ShouldBe(3);
        guarded.Log.ShouldBe("ready\ncleaned\n");
    }

    [Fact]
    public async Task A_killed_program_may_not()
    {
        var guarded = await GuardedProcess.StartAsync(LogFile, "sh", ["-c", "trap 'echo cleaned' TERM; exec sleep 600"]);
        using var program = Process.GetProcessById(guarded.Id);

        await guarded.DisposeAsync();

        program.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        File.ReadAllText(LogFile).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_killed() =>
        await Should.ThrowAsync<TimeoutException>(() => ProcessRunner.RunAsync("sleep", ["600"], timeout: TimeSpan.FromMilliseconds(50)));
}
