using System.Diagnostics;

namespace FederationGateway.Replication.Tests;

/// <summary>A program beside the tests that is killed, or kills itself at one of the <see cref="Failpoints"/>.</summary>
internal static class KilledProgram
{
    private const string Ready = "ready";
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it until it is dead, and returns the lines it has said, and whether it did not get to the place in time. It must not end by itself.</summary>
    /// <param name="failpoints">Where it kills itself; null when it is killed at a random moment, from before it is ready on.</param>
    public static async Task<(IReadOnlyList<string> Lines, bool IsOverdue)> RunAsync(string program, IReadOnlyList<string> arguments, string? failpoints, Random random, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, failpoints);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        List<string> lines = [];
        if (failpoints is null)
        {
            if (random.Next(8) > 0 && await process.StandardOutput.ReadLineAsync(cancellationToken) is { } first) lines.Add(first);
            await Task.Delay(random.Next(0, 60), cancellationToken);
            process.Kill();
        }

        // A place that is never passed would keep it running.
        var isOverdue = false;
        using var overdue = new Timer(_ =>
        {
            Volatile.Write(ref isOverdue, true);
            process.Kill();
        }, null, Patience, Timeout.InfiniteTimeSpan);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line) lines.Add(line);
        await process.WaitForExitAsync(cancellationToken);
        (await errors).ShouldBeEmpty(failpoints);
        process.ExitCode.ShouldBe(Killed, $"{failpoints}: {string.Join('\n', lines.TakeLast(3))}");
        if (lines is [Ready, ..]) lines.RemoveAt(0);
        return (lines, Volatile.Read(ref isOverdue));
    }

    /// <summary>Runs it to its own end, and returns what it has said to be wrong.</summary>
    public static async Task<IReadOnlyList<string>> EndAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, failpoints: null);
        using var overdue = new Timer(_ => process.Kill(), null, EndPatience, Timeout.InfiniteTimeSpan);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        (await errors).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0, said);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != Ready)];
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, string? failpoints)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, $"FederationGateway.Replication.{program}.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (failpoints is not null) start.Environment[Failpoints.Variable] = failpoints;
        // The code is only just compiled when the process dies.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
