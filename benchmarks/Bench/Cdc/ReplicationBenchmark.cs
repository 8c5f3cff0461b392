using System.Diagnostics;
using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.Bench.Cdc;

/// <summary>
/// The whole way of changes from a source to targets, beside PostgreSQL's own logical replication into a second server: one after the other in one run, over the same source, whose commits wait for the disk as
/// those of the followers do.
/// </summary>
internal static class ReplicationBenchmark
{
    private static readonly int Rows = Setting("FEDGW_CDC_ROWS", 1_500_000);
    private static readonly int Seconds = Setting("FEDGW_CDC_SECONDS", 30);
    private static readonly int WarmUpSeconds = Math.Max(1, Seconds / 3);
    private static readonly int Changes = Setting("FEDGW_CDC_CHANGES", 500_000);

    public static async Task RunAsync()
    {
        var durable = new PostgresClusterOptions { Fsync = true, Settings = new Dictionary<string, string> { ["max_wal_size"] = "8GB" } };
        await using var source = await PostgresCluster.StartAsync(durable);
        await FollowedTables.CreateAsync(source, Rows);
        List<Result> results = [];
        await using (var target = await PostgresCluster.StartAsync(durable))
            results.Add(await MeasureAsync(source, new PostgresFollower(source, target)));
        await using (var gateway = await GatewayServer.StartAsync())
            results.Add(await MeasureAsync(source, new GatewayFollower(source, gateway)));
        Print(results[0], results[1]);
    }

    private static async Task<Result> MeasureAsync(PostgresCluster source, IFollower follower)
    {
        await FollowedTables.TidyAsync(source);
        await follower.PrepareAsync();
        var watch = Stopwatch.StartNew();
        var before = await TakenAsync(follower);
        await follower.LoadAsync();
        var load = new Taken(watch.Elapsed, await TakenAsync(follower) - before);
        Console.Error.WriteLine($"{follower.Name}: loaded {Rows:N0} rows in {load}");

        // Not measured: code is compiled and caches fill.
        await FollowAsync(source, follower, WarmUpSeconds);
        before = await TakenAsync(follower);
        watch.Restart();
        var (rate, beat) = await FollowAsync(source, follower, Seconds);
        var committed = rate * Seconds;

        // From when the first of them was seen until the last was: how late they are is the lag, which is told by itself.
        var applied = Math.Min(rate, committed / (watch.Elapsed.TotalSeconds - (Percentile(beat.Lags, 0.5) / 1000)));
        var followed = (await TakenAsync(follower) - before) / committed * 1000;
        Console.Error.WriteLine($"{follower.Name}: {rate:N0} transactions a second at the source, {applied:N0} applied, lag p50 {Percentile(beat.Lags, 0.5):N0} ms, p99 {Percentile(beat.Lags, 0.99):N0} ms, {followed.TotalMilliseconds:N0} ms of processor time for 1,000");

        await follower.SuspendAsync();
        await FollowedTables.ChangeManyAsync(source, Rows, Changes);
        var retained = await RetainedAsync(source, await follower.SlotAsync());
        before = await TakenAsync(follower);
        watch.Restart();
        await follower.ResumeAsync();
        await beat.UntilCaughtUpAsync();
        var catchUp = new Taken(watch.Elapsed, await TakenAsync(follower) - before);
        Console.Error.WriteLine($"{follower.Name}: caught up {Changes:N0} changes in {catchUp}, {retained / 1e6:N0} MB of log kept before");
        var isEqual = await DigestAsync(source.ConnectionString) == await DigestAsync(follower.ConnectionString);
        await follower.EndAsync();
        return new Result(load, rate, applied, followed, Percentile(beat.Lags, 0.5), Percentile(beat.Lags, 0.99), catchUp, retained, follower.PeakMemory, isEqual);
    }

    /// <summary>A writer and a beat for some seconds, and until the target has all of it: transactions a second at the source.</summary>
    private static async Task<(double Rate, Beat Beat)> FollowAsync(PostgresCluster source, IFollower follower, int seconds)
    {
        var beat = new Beat(source, follower.ConnectionString);
        await beat.StartAsync();
        await beat.UntilCaughtUpAsync();
        using var stop = new CancellationTokenSource();
        var beating = beat.RunAsync(stop.Token);
        var rate = await FollowedTables.UpdateRowsAsync(source, Rows, seconds);
        await stop.CancelAsync();
        await beating;
        await beat.UntilCaughtUpAsync();
        return (rate, beat);
    }

    /// <summary>Bytes of its log the source keeps for a follower that has had time to take what it takes. A server lets go of its log at checkpoints.</summary>
    private static async Task<long> RetainedAsync(PostgresCluster source, string slot)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        await source.ExecuteAsync("CHECKPOINT");
        await Task.Delay(TimeSpan.FromSeconds(3));
        return (long)(decimal)(await source.QueryValueAsync($"SELECT pg_current_wal_lsn() - restart_lsn FROM pg_replication_slots WHERE slot_name = '{slot}'"))!;
    }

    private static void Print(Result postgres, Result gateway)
    {
        Console.WriteLine($"{Rows:N0} rows, {Seconds} s of single-row updates by 4 clients, {Changes:N0} changes to catch up; PostgreSQL's logical replication beside the gateway");
        Console.WriteLine("| work | PostgreSQL | gateway | times | target |");
        Console.WriteLine("|---|---|---|---|---|");
        Line("initial load", postgres.Load, gateway.Load, 1.5);
        Line("updates applied a second", postgres.Applied, gateway.Applied, gateway.Applied / postgres.Applied, "≥ 1x", gateway.Applied >= postgres.Applied);
        Line("… of those committed", postgres.Applied / postgres.Rate, gateway.Applied / gateway.Rate, null, "", true);
        Line("processor time for 1,000 of them, ms", postgres.Followed.TotalMilliseconds, gateway.Followed.TotalMilliseconds, postgres.Followed / gateway.Followed, "", true);
        Line("lag p50, ms", postgres.MedianLag, gateway.MedianLag, postgres.MedianLag / gateway.MedianLag, "", true);
        Line("lag p99, ms", postgres.Lag, gateway.Lag, postgres.Lag / gateway.Lag, "≤ 500 ms", gateway.Lag <= 500);
        Line("catch-up", postgres.CatchUp, gateway.CatchUp, 3);
        Line("log the source keeps while nothing is applied, MB", postgres.Retained / 1e6, gateway.Retained / 1e6, null, "≤ 64 MB", gateway.Retained <= 64e6);
        if (gateway.PeakMemory is { } memory) Line("memory of the process at its peak, MB", null, memory / 1e6, null, "≤ 500 MB", memory <= 500e6);
        Console.WriteLine($"| target equals source | {postgres.IsEqual} | {gateway.IsEqual} | | both: {(postgres.IsEqual && gateway.IsEqual ? "reached" : "**missed**")} |");
    }

    private static void Line(string work, Taken postgres, Taken gateway, double target)
    {
        var times = postgres.Time / gateway.Time;
        Line($"{work}, s", postgres.Time.TotalSeconds, gateway.Time.TotalSeconds, times, $"≥ {target}x", times >= target);
        Line($"{work}, s of processor time", postgres.Processor.TotalSeconds, gateway.Processor.TotalSeconds, postgres.Processor / gateway.Processor, "", true);
    }

    private static void Line(string work, double? postgres, double gateway, double? times, string target, bool isReached) =>
        Console.WriteLine($"| {work} | {postgres:N1} | {gateway:N1} | {times:N2} | {target}{(target.Length == 0 ? "" : isReached ? ": reached" : ": **missed**")} |");

    private static async Task<string> DigestAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(FollowedTables.Digest, connection) { CommandTimeout = 0 };
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static double Percentile(IReadOnlyList<TimeSpan> ascending, double part) => ascending.Count == 0 ? double.NaN : ascending[(int)(part * (ascending.Count - 1))].TotalMilliseconds;

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static async Task<TimeSpan> TakenAsync(IFollower follower) => ProcessTime.Of(await follower.ProcessesAsync());

    /// <summary>By the clock, and by the processors of the follower.</summary>
    private sealed record Taken(TimeSpan Time, TimeSpan Processor)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.TotalSeconds:N1} s ({Processor.TotalSeconds:N1} s of processor time)");
    }

    private sealed record Result(Taken Load, double Rate, double Applied, TimeSpan Followed, double MedianLag, double Lag, Taken CatchUp, long Retained, long? PeakMemory, bool IsEqual);
}
