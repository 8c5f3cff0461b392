using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Whether a target is up to date, and by how much it is not: what the views of subscriptions say while nothing changes, while one is behind, while it is suspended, after a restart.</summary>
public sealed class LagTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables = "CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE b (id int PRIMARY KEY, name text)";
    private const string Locals =
        """
        CREATE TABLE la (id int PRIMARY KEY, name text); CREATE TABLE la2 (id int PRIMARY KEY, name text); CREATE TABLE lb (id int PRIMARY KEY, name text);
        CREATE REMOTE SUBSCRIPTION sa ON v.a TARGET TABLE la; CREATE REMOTE SUBSCRIPTION sa2 ON v.a TARGET TABLE la2; CREATE REMOTE SUBSCRIPTION sb ON v.b TARGET TABLE lb
        """;

    private const string Lag = "SELECT lag_bytes, lag_seconds FROM m_remote_subscriptions WHERE subscription_name = ";
    private const string Chunk = "SELECT last_chunk FROM m_remote_source_captures";

    [Fact]
    public async Task One_select_says_whether_a_target_is_up_to_date()
    {
        await using var plant = await StartAsync();
        await using (var client = await plant.OpenAsync())
        {
            await ReplicationPlant.BeginAsync(client, "sa", "sb");
            await ReplicationPlant.UntilAsync(client, $"{Lag} 'sa'", "0|0");

            // The stream goes on telling where it is: nothing of that is for a table.
            await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND DISTRIBUTION");
            await UntilChunkAsync(plant, client);
            (await client.RowsAsync($"{Lag} 'sa'")).ShouldBe(["0|0"]);

            await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'one')");
            await ReplicationPlant.UntilAsync(client, "SELECT lag_bytes > 0, lag_seconds > 1 FROM m_remote_subscriptions WHERE subscription_name = 'sa'", "t|t");
            (await client.RowsAsync($"{Lag} 'sb'")).ShouldBe(["0|0"]);
            await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME DISTRIBUTION");
            await ReplicationPlant.UntilAsync(client, $"{Lag} 'sa'", "0|0");
            (await client.RowsAsync("SELECT * FROM la")).ShouldBe(["1|one"]);

            // While the stream is closed, the source keeps what comes, and nobody knows whether that is nothing.
            await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE");
            await plant.AtSourceAsync("INSERT INTO a VALUES (2, 'two')");
            await ReplicationPlant.UntilAsync(client, "SELECT lag_bytes > 0, lag_seconds > 1 FROM m_remote_subscriptions WHERE subscription_name = 'sa'", "t|t");
        }

        (await plant.Gateway.StopAsync()).ShouldBe(0);
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(again, "SELECT lag_bytes > 0, lag_seconds > 1 FROM m_remote_subscriptions WHERE subscription_name = 'sa'", "t|t");
        await again.ExecuteAsync("ALTER REMOTE SOURCE s RESUME CAPTURE");
        await ReplicationPlant.UntilAsync(again, "SELECT * FROM la ORDER BY 1", "1|one", "2|two");
        await ReplicationPlant.UntilAsync(again, $"{Lag} 'sa'", "0|0");
        await ReplicationPlant.UntilAsync(again, $"{Lag} 'sb'", "0|0");
    }

    [Fact]
    public async Task What_came_and_what_was_applied_is_counted_and_timed()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await ReplicationPlant.BeginAsync(client, "sa", "sa2", "sb");
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'one'), (2, 'two')");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM la", "2");
        await ReplicationPlant.UntilAsync(client, $"{Lag} 'sa'", "0|0");

        const string statistics =
            """
            SELECT subscription_name, received_message_count, received_message_size > 0, applied_message_count, last_message_received <= last_message_applied, receiver_latency >= 0, applier_latency >= 0
            FROM m_remote_subscription_statistics ORDER BY 1
            """;
        (await client.RowsAsync(statistics)).ShouldBe(["sa|2|t|2|t|t|t", "sa2|2|t|2|t|t|t", "sb|0|f|0|||"]);
        (await client.RowsAsync("SELECT count(*) FROM remote_subscription_statistics")).ShouldBe(["3"]);
        (await client.RowsAsync("SELECT subscription_name, status FROM remote_subscription_status ORDER BY 1")).ShouldBe(["sa|APPLY_CHANGE_DATA", "sa2|APPLY_CHANGE_DATA", "sb|APPLY_CHANGE_DATA"]);

        // Where the stream is, without anything for the table, does not count as a message.
        var received = await client.RowsAsync("SELECT last_message_received FROM m_remote_subscription_statistics WHERE subscription_name = 'sa'");
        await UntilChunkAsync(plant, client);
        (await client.RowsAsync("SELECT last_message_received FROM m_remote_subscription_statistics WHERE subscription_name = 'sa'")).ShouldBe(received);

        (await client.RowsAsync("SELECT subscription_name, optimized_query_string, length(optimized_query_hash) FROM m_remote_subscriptions ORDER BY 1")).ShouldBe(
        [
            "sa|SELECT \"id\", \"name\" FROM \"public\".\"a\"|64",
            "sa2|SELECT \"id\", \"name\" FROM \"public\".\"a\"|64",
            "sb|SELECT \"id\", \"name\" FROM \"public\".\"b\"|64",
        ]);
        (await client.RowsAsync("SELECT count(DISTINCT internal_distribution_id), count(DISTINCT optimized_query_hash), min(optimized_query_resultset_type) FROM m_remote_subscriptions")).ShouldBe(["2|2|0"]);
        await ReplicationPlant.UntilAsync(client, "SELECT DISTINCT last_received_sequence_id = last_processed_commit_sequence_id, last_received_custom_id IS NOT NULL FROM m_remote_subscriptions", "t|t");
    }

    /// <summary>Waits until something has come, be it nothing but where the stream is.</summary>
    private static async Task UntilChunkAsync(ReplicationPlant plant, GatewayClient client)
    {
        var last = (await client.RowsAsync(Chunk))[0];
        await plant.AtSourceAsync("CREATE TABLE another_one (id int)");
        await ReplicationPlant.UntilAsync(client, $"SELECT ({Chunk}) > {last}", "t");
    }

    private async Task<ReplicationPlant> StartAsync()
    {
        var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        return plant;
    }
}
