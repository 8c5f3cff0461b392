using System.Collections.Concurrent;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary><c>kill -9</c> while three clients change definitions and rows: what was acknowledged is there afterwards, and nothing is there by half.</summary>
public sealed class CrashTests(Landscape landscape)
{
    private const int Rounds = 3;
    private const int RowsPerCopy = 500;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_half_done()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            var acknowledged = new Acknowledged();
            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync("CREATE TABLE inserted (n int PRIMARY KEY); CREATE TABLE copied (batch int, n int)");
                await client.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));
                await gateway.KillAsync();
            }

            for (var round = 0; round < Rounds; round++)
            {
                await using var gateway = await GatewayServer.StartAsync(data);
                var work = new[] { DefineAsync(gateway, acknowledged), InsertAsync(gateway, acknowledged), CopyAsync(gateway, acknowledged) };
                await acknowledged.UntilAllWorkAsync(work);
                await Task.Delay(100 + (round * 150));
                await gateway.KillAsync();
                await Task.WhenAll(work);

                await CheckAsync(data, acknowledged);
            }

        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task CheckAsync(string data, Acknowledged acknowledged)
    {
        await using var gateway = await GatewayServer.StartAsync(data);
        await using var client = await GatewayClient.OpenAsync(gateway);
        var inserted = (await client.RowsAsync("SELECT n FROM inserted")).Select(int.Parse).ToHashSet();

        acknowledged.Inserted.Where(n => !inserted.Contains(n)).ShouldBeEmpty();

        var copied = (await client.RowsAsync("SELECT batch, count(*), count(DISTINCT n) FROM copied GROUP BY batch")).Select(row => row.Split('|')).ToList();
        copied.ShouldAllBe(row => row[1] == $"{RowsPerCopy}" && row[2] == row[1]);
        acknowledged.Copied.Except(copied.Select(row => int.Parse(row[0]))).ShouldBeEmpty();

        // A pair of table and view is made in one transaction: both or neither, and whatever the dictionary names can be read.
        var names = (await client.RowsAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name LIKE 'made%'")).ToHashSet();
        acknowledged.Tables.Where(name => !names.Contains(name)).ShouldBeEmpty();
        foreach (var name in names.Where(name => name.StartsWith("made_table", StringComparison.Ordinal)))
        {
            names.ShouldContain(name.Replace("table", "view", StringComparison.Ordinal));
            (await client.RowsAsync($"SELECT a FROM {name.Replace("table", "view", StringComparison.Ordinal)}")).ShouldBe(["42"]);
        }

        (await client.NumberAsync("SELECT count(*) FROM crm.public.customers")).ShouldBe(SampleTables.Customers);
    }

    private static Task DefineAsync(GatewayServer gateway, Acknowledged acknowledged) => UntilKilledAsync(gateway, async client =>
    {
        var number = acknowledged.Next();
        var (table, view) = ($"made_table_{number}", $"made_view_{number}");
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync($"CREATE TABLE {table} (a int)");
        await client.ExecuteAsync($"INSERT INTO {table} VALUES (42)");
        await client.ExecuteAsync($"CREATE VIEW {view} AS SELECT a FROM {table}");
        await client.ExecuteAsync("COMMIT");
        acknowledged.Tables.Add(table);
    });

    private static Task InsertAsync(GatewayServer gateway, Acknowledged acknowledged) => UntilKilledAsync(gateway, async client =>
    {
        var number = acknowledged.Next();
        await client.ExecuteAsync($"INSERT INTO inserted VALUES ({number})");
        acknowledged.Inserted.Add(number);
    });

    private static Task CopyAsync(GatewayServer gateway, Acknowledged acknowledged) => UntilKilledAsync(gateway, async client =>
    {
        var batch = acknowledged.Next();
        await using (var writer = await client.Connection.BeginTextImportAsync("COPY copied FROM STDIN"))
            for (var n = 0; n < RowsPerCopy; n++) await writer.WriteAsync($"{batch}\t{n}\n");
        acknowledged.Copied.Add(batch);
    });

    private static async Task UntilKilledAsync(GatewayServer gateway, Func<GatewayClient, Task> work)
    {
        try
        {
            await using var client = await GatewayClient.OpenAsync(gateway);
            while (true) await work(client);
        }
        catch (Exception e) when (e is not PostgresException and (NpgsqlException or IOException or ObjectDisposedException or System.Net.Sockets.SocketException))
        {
            // The gateway is gone, as intended; an error that it reports itself is not.
        }
    }

    private sealed class Acknowledged
    {
        private int _last;

        public ConcurrentBag<string> Tables { get; } = [];

        public ConcurrentBag<int> Inserted { get; } = [];

        public ConcurrentBag<int> Copied { get; } = [];

        /// <summary>Returns when each kind of work has got a few more things done.</summary>
        public async Task UntilAllWorkAsync(IEnumerable<Task> work)
        {
            var (tables, inserted, copied) = (Tables.Count, Inserted.Count, Copied.Count);
            while (Tables.Count < tables + 3 || Inserted.Count < inserted + 3 || Copied.Count < copied + 3)
            {
                if (work.FirstOrDefault(one => one.IsCompleted) is { } ended) await ended;
                await Task.Delay(10);
            }
        }

        public int Next() => Interlocked.Increment(ref _last);
    }
}
