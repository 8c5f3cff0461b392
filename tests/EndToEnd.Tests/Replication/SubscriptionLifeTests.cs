using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Subscriptions from CREATE to DROP, and the orders that are not possible.</summary>
public sealed class SubscriptionLifeTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables = "CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE b (id int PRIMARY KEY, name text); INSERT INTO a VALUES (1, 'one'), (2, 'two')";
    private const string Locals = "CREATE TABLE la (id int PRIMARY KEY, name text); CREATE TABLE lb (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION sa ON v.a TARGET TABLE la; CREATE REMOTE SUBSCRIPTION sb ON v.b TARGET TABLE lb";

    [Fact]
    public async Task One_capture_serves_all_subscriptions_and_ends_with_the_last()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("CREATE TABLE la2 (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION sa2 ON v.a TARGET TABLE la2");
        (await plant.SlotsAsync()).ShouldBeEmpty();
        (await client.RowsAsync("SELECT is_remote_subscription_supported, is_remote_subscription_transactional, is_cdc_supported FROM virtual_tables WHERE table_name = 'a'")).ShouldBe(["TRUE|TRUE|TRUE"]);
        (await client.RowsAsync("SELECT is_cdc_supported FROM remote_sources WHERE remote_source_name = 's'")).ShouldBe(["TRUE"]);
        await ReplicationPlant.BeginAsync(client, "sa", "sa2", "sb");
        (await plant.SlotsAsync()).Count.ShouldBe(1);
        (await PublishedAsync(plant)).ShouldBe(["a", "b"]);
        await plant.AtSourceAsync("BEGIN; INSERT INTO a VALUES (3, 'three'); INSERT INTO b VALUES (7, 'seven'); COMMIT");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la2", "3|three");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM lb", "7|seven");

        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa RESET");
        (await PublishedAsync(plant)).ShouldBe(["a", "b"]);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa2 RESET");
        (await PublishedAsync(plant)).ShouldBe(["b"]);
        await plant.AtSourceAsync("INSERT INTO b VALUES (8, 'eight')");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM lb ORDER BY 1", "7", "8");
        await client.ExecuteAsync("DROP REMOTE SUBSCRIPTION sb");
        (await plant.SlotsAsync()).ShouldBeEmpty();
        (await PublishedAsync(plant)).ShouldBeEmpty();
        client.Notices.ShouldBeEmpty();
        (await client.RowsAsync("SELECT subscription_name, state FROM m_remote_subscriptions ORDER BY 1")).ShouldBe(["sa|CREATED", "sa2|CREATED"]);
    }

    [Fact]
    public async Task A_source_without_the_capability_cannot_be_subscribed_to()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SET PROPERTY 'CAP_TRANSACTIONAL_CDC' = 'false'");
        (await client.RowsAsync("SELECT is_remote_subscription_supported, is_remote_subscription_transactional, is_cdc_supported FROM virtual_tables WHERE table_name = 'a'")).ShouldBe(["FALSE|FALSE|FALSE"]);
        (await client.FailsAsync("CREATE REMOTE SUBSCRIPTION other ON v.a TARGET TABLE la", "0A000")).MessageText.ShouldBe("remote source \"s\" does not tell of changes");
    }

    [Fact]
    public async Task What_was_reset_begins_anew()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await ReplicationPlant.BeginAsync(client, "sa");
        await plant.AtSourceAsync("INSERT INTO a VALUES (3, 'three')");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM la", "3");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa RESET");
        await plant.AtSourceAsync("INSERT INTO a VALUES (4, 'four')");
        await client.ExecuteAsync("DELETE FROM la");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE");
        await client.ExecuteAsync("INSERT INTO la SELECT * FROM v.a");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE");
        await plant.AtSourceAsync("DELETE FROM a WHERE id = 1");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM la ORDER BY 1", "2", "3", "4");
    }

    [Fact]
    public async Task It_goes_on_after_a_restart()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using (var client = await OpenAsync(plant)) await ReplicationPlant.BeginAsync(client, "sa", "sb");
        (await plant.Gateway.StopAsync()).ShouldBe(0);
        await plant.AtSourceAsync("INSERT INTO a VALUES (5, 'meanwhile')");
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(again, "SELECT * FROM la", "5|meanwhile");
        (await again.RowsAsync("SELECT state FROM m_remote_subscriptions")).ShouldBe(["APPLY_CHANGE_DATA", "APPLY_CHANGE_DATA"]);
    }

    [Fact]
    public async Task Distribution_and_capture_can_be_suspended()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        (await client.FailsAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE", "55000")).Hint.ShouldNotBeNull();
        await ReplicationPlant.BeginAsync(client, "sa");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND DISTRIBUTION");
        await plant.AtSourceAsync("INSERT INTO a VALUES (5, 'x')");
        await ReplicationPlant.UntilAsync(client, "SELECT lag_bytes > 0 FROM m_remote_subscriptions WHERE subscription_name = 'sa'", "t");
        (await client.RowsAsync("SELECT count(*) FROM la")).ShouldBe(["0"]);
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE");
        (await client.RowsAsync("SELECT state, is_capture_suspended, is_distribution_suspended FROM m_remote_source_captures")).ShouldBe(["SUSPENDED|TRUE|TRUE"]);
        (await client.RowsAsync("SELECT component, status FROM m_remote_subscription_components")).ShouldBe(["DPSERVER|OK", "ADAPTER|SUSPENDED", "RECEIVER|SUSPENDED", "APPLIER|SUSPENDED"]);
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sb QUEUE", "55000");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME DISTRIBUTION");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la", "5|x");
        await plant.AtSourceAsync("INSERT INTO a VALUES (6, 'y')");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME CAPTURE");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM la ORDER BY 1", "5", "6");
        await ReplicationPlant.UntilAsync(client, "SELECT lag_bytes, lag_seconds FROM m_remote_subscriptions WHERE subscription_name = 'sa'", "0|0");
        (await client.RowsAsync("SELECT * FROM m_remote_subscriptions")).Count.ShouldBe(2);
        (await client.RowsAsync("SELECT applied_message_count, applied_transaction_count, rejected_message_count FROM m_remote_subscription_statistics")).ShouldBe(["2|2|0"]);
    }

    [Fact]
    public async Task Orders_that_do_not_fit_the_state_are_refused()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE", "55000")).MessageText.ShouldContain("CREATED");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION nobody QUEUE", "42704")).Position.ShouldBeGreaterThan(0);
        foreach (var order in new[] { "ALTER REMOTE SUBSCRIPTION sa QUEUE", "ALTER REMOTE SUBSCRIPTION sa RESET", "ALTER REMOTE SOURCE s SUSPEND CAPTURE", "PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY" })
        {
            await client.ExecuteAsync("BEGIN");
            (await client.FailsAsync(order, "25001")).MessageText.ShouldContain("transaction block");
            await client.ExecuteAsync("ROLLBACK");
        }

        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE", "55000")).MessageText.ShouldContain("MAT_START");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE");
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE", "55000");
        await client.FailsAsync("CREATE REMOTE SUBSCRIPTION sa ON v.a TARGET TABLE la", "42710");
        (await client.FailsAsync("DROP TABLE la", "2BP01")).Detail.ShouldBe("remote subscription public.sa depends on table public.la");
        await client.FailsAsync("DROP VIRTUAL TABLE v.a", "2BP01");
        await client.FailsAsync("DROP SCHEMA v", "2BP01");
        await client.FailsAsync("DROP REMOTE SOURCE s", "2BP01");
        await client.ExecuteAsync("DROP TABLE la CASCADE");
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM m_remote_source_captures", "0");
    }

    [Fact]
    public async Task A_dropped_source_keeps_nothing_for_us()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await ReplicationPlant.BeginAsync(client, "sa", "sb");
        await client.ExecuteAsync("BEGIN; DROP REMOTE SOURCE s CASCADE; ROLLBACK");
        await plant.AtSourceAsync("INSERT INTO a VALUES (9, 'nine')");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM la", "9");
        await client.ExecuteAsync("DROP REMOTE SOURCE s CASCADE");
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
        (await client.RowsAsync("SELECT count(*) FROM remote_subscriptions")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_source_that_keeps_no_changes_says_what_to_do_and_nothing_is_left()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["wal_level"] = "replica" } });
        await using var plant = await ReplicationPlant.StartAsync(cluster, Tables);
        await using var client = await OpenAsync(plant);
        var refusal = await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE", "55000");
        refusal.MessageText.ShouldContain("wal_level");
        refusal.Hint.ShouldNotBeNull().ShouldContain("logical");
        (await client.RowsAsync("SELECT state FROM m_remote_subscriptions WHERE subscription_name = 'sa'")).ShouldBe(["CREATED"]);
        (await client.RowsAsync("SELECT count(*) FROM m_remote_source_captures")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Subscribing_takes_rights_on_source_virtual_table_and_target()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("CREATE ROLE ada LOGIN PASSWORD 'ada-password'; GRANT USAGE ON SCHEMA v TO ada; GRANT CREATE ON SCHEMA public TO ada; CREATE TABLE mine (id int PRIMARY KEY, name text); ALTER TABLE mine OWNER TO ada");
        await using var ada = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("ada", "ada-password"));
        const string Create = "CREATE REMOTE SUBSCRIPTION hers ON v.a TARGET TABLE mine";
        (await ada.FailsAsync(Create, "42501")).Hint.ShouldNotBeNull().ShouldContain("CREATE REMOTE SUBSCRIPTION");
        await client.ExecuteAsync("GRANT CREATE REMOTE SUBSCRIPTION ON REMOTE SOURCE s TO ada");
        (await ada.FailsAsync(Create, "42501")).MessageText.ShouldContain("virtual table a");
        await client.ExecuteAsync("GRANT SELECT ON v.a TO ada");
        (await ada.FailsAsync("CREATE REMOTE SUBSCRIPTION hers ON v.a TARGET TABLE la", "42501")).MessageText.ShouldContain("table la");
        await ada.ExecuteAsync(Create);
        (await ada.FailsAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE", "42501")).MessageText.ShouldContain("owner");
        (await ada.RowsAsync("SELECT subscription_name FROM remote_subscriptions")).ShouldBe(["hers"]);

        await client.ExecuteAsync("REVOKE SELECT ON v.a FROM ada");
        await ada.FailsAsync("ALTER REMOTE SUBSCRIPTION hers QUEUE", "42501");
        await client.ExecuteAsync("GRANT SELECT ON v.a TO ada");
        await ReplicationPlant.BeginAsync(ada, "hers");
        await client.FailsAsync("DROP ROLE ada", "2BP01");
        await ada.ExecuteAsync("DROP REMOTE SUBSCRIPTION hers");
        (await client.RowsAsync("SELECT event_action, user_name FROM audit_log WHERE object_name = 'hers' AND event_status ILIKE 'successful' ORDER BY audit_id"))
            .ShouldBe(["CREATE REMOTE SUBSCRIPTION|ada", "ALTER REMOTE SUBSCRIPTION|ada", "ALTER REMOTE SUBSCRIPTION|ada", "DROP REMOTE SUBSCRIPTION|ada"]);
    }

    private static async Task<GatewayClient> OpenAsync(ReplicationPlant plant)
    {
        var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        return client;
    }

    private static Task<List<string>> PublishedAsync(ReplicationPlant plant) => plant.SourceRowsAsync("SELECT tablename FROM pg_publication_tables WHERE tablename IN ('a', 'b') ORDER BY 1");
}
