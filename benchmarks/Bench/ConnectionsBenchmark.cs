using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.Bench;

/// <summary>
/// What an idle connection costs: memory of the server's processes (their proportional share of pages, so that what PostgreSQL's backends share counts once) and threads,
/// before and after so many clients have logged in, asked one query and fallen silent.
/// </summary>
internal static class ConnectionsBenchmark
{
    private const int Before = 50;
    private const int Connections = 1000;

    public static async Task RunAsync()
    {
        Console.WriteLine($"{Connections:N0} idle connections, each after one query; what those beyond the first {Before} added");
        await using (var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { MaxConnections = Before + Connections + 50 }))
        {
            var postmaster = int.Parse((string)(await cluster.QueryValueAsync("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))!, CultureInfo.InvariantCulture);
            await MeasureAsync("PostgreSQL", cluster.ConnectionString, () => ProcessMemory.WithChildren(postmaster));
        }

        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-connections", (Before + Connections + 50).ToString(CultureInfo.InvariantCulture)]);
        await MeasureAsync("gateway", gateway.ConnectionString, () => [gateway.ProcessId]);
    }

    private static async Task MeasureAsync(string server, string connectionString, Func<IReadOnlyList<int>> processes)
    {
        List<NpgsqlConnection> connections = [];
        try
        {
            await OpenAsync(connections, Before, connectionString);
            var (memory, threads) = Cost(processes());
            await OpenAsync(connections, Connections, connectionString);
            await Task.Delay(TimeSpan.FromSeconds(2));
            var (memoryAfter, threadsAfter) = Cost(processes());
            Console.WriteLine($"  {server,-12}{(memoryAfter - memory) / 1024.0 / Connections,10:N1} KB and {(threadsAfter - threads) / (double)Connections,6:N3} threads each   {(memoryAfter - memory) >> 20,8:N0} MB in all");
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync();
        }
    }

    private static async Task OpenAsync(List<NpgsqlConnection> connections, int count, string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        for (var i = 0; i < count; i++)
        {
            var connection = new NpgsqlConnection(text);
            connections.Add(connection);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT i, i::text FROM generate_series(1, 3) i", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static (long Bytes, int Threads) Cost(IReadOnlyList<int> processes) =>
        (processes.Sum(ProcessMemory.ProportionalBytes), processes.Sum(ProcessMemory.Threads));
}
