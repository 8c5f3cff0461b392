using System.Diagnostics;
using FederationGateway.Support.Postgres;
using Npgsql;

namespace FederationGateway.Bench.Cdc;

/// <summary>Counts up in a row of the source and watches the same row where it is followed: how long a change takes from its commit until a reader of the target sees it.</summary>
internal sealed class Beat(PostgresCluster source, string target)
{
    private const string Seen = "SELECT n FROM beat";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    // Looking takes the follower's time as well.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(40);

    private readonly List<long> _committed = [0];
    private readonly List<TimeSpan> _lags = [];
    private long _seen;

    /// <summary>Ascending.</summary>
    public IReadOnlyList<TimeSpan> Lags => [.. _lags.Order()];

    /// <summary>Beats and watches until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(BeatAsync(stop), WatchAsync(stop));

    /// <summary>Beats once more and waits until the target has it, and with it all that committed before.</summary>
    public async Task UntilCaughtUpAsync()
    {
        await using var beating = await OpenAsync(source.ConnectionString);
        var last = await CountAsync(beating);
        await using var watching = await OpenAsync(target);
        while (await SeeAsync(watching) < last) await Task.Delay(Every);
    }

    /// <summary>The numbers go on where the row stands.</summary>
    public async Task StartAsync()
    {
        _seen = (long)(await source.QueryValueAsync("SELECT n FROM beat"))!;
        while (_committed.Count <= _seen) _committed.Add(0);
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        await using var connection = await OpenAsync(source.ConnectionString);
        while (!stop.IsCancellationRequested)
        {
            await CountAsync(connection);
            await Task.Delay(Every, CancellationToken.None);
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        await using var connection = await OpenAsync(target);
        await using var command = new NpgsqlCommand(Seen, connection) { CommandTimeout = 0 };
        await command.PrepareAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            var seen = (long)(await command.ExecuteScalarAsync(CancellationToken.None) ?? 0L);
            var now = Stopwatch.GetTimestamp();
            lock (_committed)
                for (; _seen < seen && _seen + 1 < _committed.Count; _seen++) _lags.Add(Stopwatch.GetElapsedTime(_committed[(int)_seen + 1], now));
            await Task.Delay(LookEvery, CancellationToken.None);
        }
    }

    private async Task<long> CountAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("UPDATE beat SET n = n + 1 WHERE id = 1 RETURNING n", connection) { CommandTimeout = 0 };
        var number = (long)(await command.ExecuteScalarAsync())!;
        lock (_committed) _committed.Add(Stopwatch.GetTimestamp());
        return number;
    }

    private static async Task<long> SeeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Seen, connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
