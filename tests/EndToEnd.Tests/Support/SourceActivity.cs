using System.Diagnostics;
using System.Globalization;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Support;

/// <summary>What a PostgreSQL source itself says about the gateway's connections to one database.</summary>
internal sealed class SourceActivity(PostgresCluster cluster, string database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Task<long> ConnectionsAsync() => CountAsync("true");

    /// <summary>Connections that run something or hold a transaction open.</summary>
    public Task<long> BusyAsync() => CountAsync("state <> 'idle'");

    /// <summary>Waits until a statement containing <paramref name="text"/> runs, and returns its backend's process id.</summary>
    public async Task<int> UntilRunningAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            var pid = await cluster.QueryValueAsync(
                $"SELECT pid FROM pg_stat_activity WHERE {OfGateway} AND state = 'active' AND query LIKE '%{text}%' LIMIT 1");
            if (pid is int found) return found;
            await Task.Delay(10);
        }

        throw new TimeoutException($"no statement with {text} came to run at the source");
    }

    /// <summary>Returns once no connection is busy any more, or fails.</summary>
    public async Task UntilIdleAsync(TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        while (await BusyAsync() > 0)
        {
            if (clock.Elapsed > (patience ?? Patience)) throw new TimeoutException($"connections are still busy: {await DescribeAsync()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Ends every connection of the gateway to the database, as an administrator of the source would.</summary>
    public Task TerminateAllAsync() => cluster.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OfGateway}");

    private string OfGateway => $"datname = '{database}' AND usename = '{Landscape.SourceUser}'";

    private async Task<long> CountAsync(string condition) =>
        Convert.ToInt64(await cluster.QueryValueAsync($"SELECT count(*) FROM pg_stat_activity WHERE {OfGateway} AND {condition}"), CultureInfo.InvariantCulture);

    private async Task<string> DescribeAsync() =>
        $"{await cluster.QueryValueAsync($"SELECT string_agg(state || ': ' || query, '; ') FROM pg_stat_activity WHERE {OfGateway} AND state <> 'idle'")}";
}
