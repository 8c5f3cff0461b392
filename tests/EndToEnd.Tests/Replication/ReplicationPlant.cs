using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>A gateway, a source, and the source's tables as virtual tables in schema <c>v</c>.</summary>
internal sealed class ReplicationPlant : GatewayPlant
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private ReplicationPlant(PostgresCluster cluster, string database)
        : base(cluster, database)
    {
    }

    /// <param name="failpoints">Where the gateway is to kill itself.</param>
    public static Task<ReplicationPlant> StartAsync(PostgresCluster cluster, string tables, string? failpoints = null) => StartAsync(
        cluster, tables, static (cluster, database) => new ReplicationPlant(cluster, database), static _ => "CREATE SCHEMA v; IMPORT FOREIGN SCHEMA public FROM SERVER s INTO v", failpoints: failpoints);

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

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!Cluster.IsRunning) return;
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
