using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>A gateway of the test's own that may be killed, a remote source <c>s</c> on a database of the test's own, reached through a proxy, its tables as virtual tables in schema <c>v</c>.</summary>
internal sealed class ReplicationPlant : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
    private GatewayServer? _gateway;

    private ReplicationPlant(PostgresCluster cluster, string database) => (Cluster, Database, Proxy) = (cluster, database, new CuttingProxy(cluster.Port));

    public PostgresCluster Cluster { get; }

    public string Database { get; }

    public CuttingProxy Proxy { get; }

    public GatewayServer Gateway => _gateway ?? throw new InvalidOperationException("the gateway does not run");

    public static async Task<ReplicationPlant> StartAsync(PostgresCluster cluster, string tables)
    {
        var database = await cluster.CreateDatabaseAsync($"rep_{Guid.NewGuid():N}"[..16]);
        await cluster.ExecuteAsync(tables, database);
        var plant = new ReplicationPlant(cluster, database);
        try
        {
            await plant.RestartAsync();
            await using var client = await plant.OpenAsync();
            await client.ExecuteAsync(
                $"""
                 CREATE REMOTE SOURCE s ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={plant.Proxy.Port};database={database};sslmode=disable'
                 WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}'
                 """);
            await client.ExecuteAsync("CREATE SCHEMA v; IMPORT FOREIGN SCHEMA public FROM SERVER s INTO v");
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the gateway over the same data as before.</summary>
    /// <param name="failpoints">Where it is to kill itself.</param>
    public async Task RestartAsync(string? failpoints = null) =>
        _gateway = await GatewayServer.StartAsync(_data, environment: new Dictionary<string, string?> { ["FEDGW_FAILPOINTS"] = failpoints });

    /// <summary>Ends the gateway by SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Gateway.KillAsync();
        await Gateway.DisposeAsync();
        _gateway = null;
    }

    public Task<GatewayClient> OpenAsync() => GatewayClient.OpenAsync(Gateway, builder => (builder.Timeout, builder.CommandTimeout) = (90, 120));

    public Task AtSourceAsync(string sql) => Cluster.ExecuteAsync(sql, Database);

    /// <summary>The rows of a query at the source, as <see cref="GatewayClient.RowsAsync"/> prints them.</summary>
    public async Task<List<string>> SourceRowsAsync(string sql)
    {
        await using var connection = await Cluster.DataSource(Database).OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return rows;
    }

    /// <summary>The slots the gateway has at the source.</summary>
    public Task<List<string>> SlotsAsync() => SourceRowsAsync($"SELECT slot_name FROM pg_replication_slots WHERE database = '{Database}'");

    /// <summary>Waits until a query of the gateway has these rows; what it had instead when it never has.</summary>
    public static async Task UntilAsync(GatewayClient client, string sql, params string[] rows)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var now = await client.RowsAsync(sql);
            if (now.SequenceEqual(rows)) return;
            if (limit.IsCancellationRequested)
            {
                (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
                now.ShouldBe(rows);
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Waits until a query of the source has no rows any more.</summary>
    public static async Task UntilNoneAsync(Func<Task<List<string>>> rows)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!limit.IsCancellationRequested)
        {
            if ((await rows()).Count == 0) return;
            await Task.Delay(50);
        }

        (await rows()).ShouldBeEmpty();
    }

    public static Task UntilStateAsync(GatewayClient client, string subscription, string state) =>
        UntilAsync(client, $"SELECT state FROM m_remote_subscriptions WHERE subscription_name = '{subscription}'", state);

    /// <summary>QUEUE and DISTRIBUTE without a load: for empty tables.</summary>
    public static async Task BeginAsync(GatewayClient client, params string[] subscriptions)
    {
        foreach (var subscription in subscriptions) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {subscription} QUEUE");
        foreach (var subscription in subscriptions) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {subscription} DISTRIBUTE");
        foreach (var subscription in subscriptions) await UntilStateAsync(client, subscription, "APPLY_CHANGE_DATA");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        await Proxy.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        foreach (var slot in await SlotsAsync()) await DropSlotAsync(slot);
    }

    // A walsender whose client is gone takes a moment to notice.
    private async Task DropSlotAsync(string slot)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await AtSourceAsync($"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{slot}'; SELECT pg_drop_replication_slot('{slot}')");
                return;
            }
            catch (PostgresException) when (tries < 50)
            {
                await Task.Delay(50);
            }
        }
    }
}
