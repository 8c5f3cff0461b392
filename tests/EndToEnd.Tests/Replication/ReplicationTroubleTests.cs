using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>What stands in the way of subscriptions: it is said, nothing is lost, and it is processed.</summary>
public sealed class ReplicationTroubleTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables = "CREATE TABLE a (id int PRIMARY KEY, name text)";
    private const string Locals = "CREATE TABLE la (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION sa ON v.a TARGET TABLE la";
    private const string Exceptions = "SELECT object_type, object_name, error_number, component, table_name, key, change_type, sqlstate FROM remote_subscription_exceptions";

    [Fact]
    public async Task A_row_in_the_way_waits_for_retry()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("INSERT INTO la VALUES (7, 'in the way')");
        for (var id = 6; id <= 8; id++) await plant.AtSourceAsync($"INSERT INTO a VALUES ({id}, 'row {id}')");
        await ReplicationPlant.UntilAsync(client, Exceptions, "REMOTE SUBSCRIPTION|sa|301|APPLIER|public.la|id=7|I|23505");
        (await client.RowsAsync("SELECT * FROM la WHERE id >= 7")).ShouldBe(["7|in the way"]);
        var oid = await client.NumberAsync("SELECT exception_oid FROM remote_subscription_exceptions");
        await client.ExecuteAsync("CREATE TABLE lb (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION sb ON v.a TARGET TABLE lb");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sb QUEUE", "55000")).Detail.ShouldBe("the target already has a row with the key of a new row");

        // Nothing was repaired: it fails again, as another exception.
        await client.ExecuteAsync($"PROCESS REMOTE SUBSCRIPTION EXCEPTION {oid} RETRY");
        await ReplicationPlant.UntilAsync(client, $"SELECT count(*) FROM remote_subscription_exceptions WHERE exception_oid <> {oid}", "1");
        await client.ExecuteAsync("DELETE FROM la WHERE id = 7");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS WHERE error_number = 301 AND key = 'id=7' RETRY");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la ORDER BY 1", "6|row 6", "7|row 7", "8|row 8");
        (await client.RowsAsync(Exceptions)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ignore_skips_exactly_that_row()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("INSERT INTO la VALUES (7, 'in the way')");
        await plant.AtSourceAsync("BEGIN; INSERT INTO a VALUES (6, 'six'); INSERT INTO a VALUES (7, 'seven'); INSERT INTO a VALUES (8, 'eight'); COMMIT");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM remote_subscription_exceptions", "1");
        (await client.RowsAsync("SELECT count(*) FROM la")).ShouldBe(["1"]);
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE", "55000")).ShouldNotBeNull();
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS IGNORE");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la ORDER BY 1", "6|six", "7|in the way", "8|eight");
        await ReplicationPlant.UntilAsync(client, "SELECT rejected_message_count FROM m_remote_subscription_statistics", "1");
        await client.FailsAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTION 1 IGNORE", "42704");
    }

    [Fact]
    public async Task A_source_that_cannot_be_reached_is_told_of_and_comes_back_by_itself()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var plant = await ReplicationPlant.StartAsync(cluster, Tables);
        await using var client = await OpenAsync(plant);
        await cluster.StopAsync();
        await ReplicationPlant.UntilAsync(client, "SELECT object_type, object_name, component, next_retry_time IS NOT NULL FROM remote_subscription_exceptions", "REMOTE SOURCE|s|ADAPTER|t");
        await cluster.RestartAsync();
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'back')");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la", "1|back");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM remote_subscription_exceptions", "0");
    }

    [Fact]
    public async Task What_the_source_could_not_be_told_it_is_told_later()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var plant = await ReplicationPlant.StartAsync(cluster, Tables);
        await using var client = await OpenAsync(plant);
        await cluster.StopAsync();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa RESET");
        client.Notices.ShouldHaveSingleItem().MessageText.ShouldContain("tried again");
        (await client.RowsAsync("SELECT state FROM m_remote_subscriptions")).ShouldBe(["CREATED"]);
        await plant.KillAsync();
        await plant.RestartAsync();
        await cluster.RestartAsync();
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
    }

    [Fact]
    public async Task A_slot_that_was_dropped_is_an_exception_until_reset()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        var slot = (await plant.SlotsAsync()).ShouldHaveSingleItem();
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE");
        await ReplicationPlant.UntilNoneAsync(() => plant.SourceRowsAsync($"SELECT 1 FROM pg_replication_slots WHERE slot_name = '{slot}' AND active"));
        await plant.AtSourceAsync($"SELECT pg_drop_replication_slot('{slot}'); INSERT INTO a VALUES (1, 'unseen')");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME CAPTURE");
        await ReplicationPlant.UntilAsync(client, "SELECT object_type, component, sqlstate, next_retry_time FROM remote_subscription_exceptions", "REMOTE SOURCE|ADAPTER|55000|");
        (await client.FailsAsync($"PROCESS REMOTE SUBSCRIPTION EXCEPTION {await client.NumberAsync("SELECT exception_oid FROM remote_subscription_exceptions")} IGNORE", "55000")).Hint.ShouldNotBeNull();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa RESET");
        (await client.RowsAsync(Exceptions)).ShouldBeEmpty();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE");
        await client.ExecuteAsync("INSERT INTO la SELECT * FROM v.a");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE");
        await plant.AtSourceAsync("INSERT INTO a VALUES (2, 'seen')");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la ORDER BY 1", "1|unseen", "2|seen");
    }

    [Fact]
    public async Task A_table_that_was_altered_waits_until_the_virtual_table_says_the_same()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'before')");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la", "1|before");
        await plant.AtSourceAsync("ALTER TABLE a RENAME COLUMN name TO title");
        await plant.AtSourceAsync("INSERT INTO a VALUES (2, 'after')");
        await ReplicationPlant.UntilAsync(client, "SELECT error_number, component, table_name FROM remote_subscription_exceptions", "4705|APPLIER|public.la");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.a REFRESH DEFINITION; ALTER TABLE la RENAME COLUMN name TO title");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la ORDER BY 1", "1|before", "2|after");
        await plant.KillAsync();
        await plant.RestartAsync();
        await plant.AtSourceAsync("UPDATE a SET title = 'later' WHERE id = 1");
        await using var again = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(again, "SELECT * FROM la ORDER BY 1", "1|later", "2|after");
    }

    [Fact]
    public async Task Processing_takes_a_right_on_the_source()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("CREATE ROLE ada LOGIN PASSWORD 'ada-password'; INSERT INTO la VALUES (7, 'in the way')");
        await plant.AtSourceAsync("INSERT INTO a VALUES (7, 'seven')");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM remote_subscription_exceptions", "1");
        var oid = await client.NumberAsync("SELECT exception_oid FROM remote_subscription_exceptions");
        await using var ada = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("ada", "ada-password"));
        (await ada.RowsAsync(Exceptions)).ShouldBeEmpty();
        (await ada.RowsAsync("SELECT * FROM m_remote_source_captures")).ShouldBeEmpty();
        await ada.FailsAsync($"PROCESS REMOTE SUBSCRIPTION EXCEPTION {oid} IGNORE", "42501");
        await ada.FailsAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE", "42501");
        await client.ExecuteAsync("GRANT PROCESS REMOTE SUBSCRIPTION EXCEPTION ON REMOTE SOURCE s TO ada");
        (await ada.RowsAsync("SELECT exception_oid FROM remote_subscription_exceptions")).ShouldBe([$"{oid}"]);
        await ada.ExecuteAsync($"PROCESS REMOTE SUBSCRIPTION EXCEPTION {oid} IGNORE");
        await plant.AtSourceAsync("INSERT INTO a VALUES (8, 'eight')");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM la ORDER BY 1", "7|in the way", "8|eight");
    }

    [Theory]
    [InlineData("provisioning.noted", "QUEUE")]
    [InlineData("provisioning.started", "QUEUE")]
    [InlineData("provisioning.queued", "QUEUE")]
    [InlineData("provisioning.distributing", "DISTRIBUTE")]
    [InlineData("provisioning.reset", "RESET")]
    [InlineData("provisioning.dropped", "RESET")]
    public async Task Killed_in_the_middle_of_an_order_source_and_catalog_agree_again(string place, string order)
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables, $"{place}=kill");
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync(Locals);
            if (order != "QUEUE") await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE");
            if (order == "RESET") await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE");
            await Should.ThrowAsync<Exception>(() => client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION sa {order}"));
        }

        await plant.KillAsync();
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        var state = (await again.RowsAsync("SELECT state FROM m_remote_subscriptions")).Single();
        state.ShouldBe((order, place) switch
        {
            (_, "provisioning.queued") => state == "MAT_START_END_MARKER" ? state : "MAT_START_BEG_MARKER",
            ("DISTRIBUTE", _) => state == "MAT_START_END_MARKER" ? state : "MAT_START_BEG_MARKER",
            _ => "CREATED",
        });
        if (state == "CREATED")
        {
            await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
            await ReplicationPlant.UntilAsync(again, "SELECT count(*) FROM m_remote_source_captures", "0");
            await again.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE");
        }

        await again.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE");
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'one')");
        await ReplicationPlant.UntilAsync(again, "SELECT * FROM la", "1|one");
        await ReplicationPlant.UntilStateAsync(again, "sa", "APPLY_CHANGE_DATA");
        (await plant.SlotsAsync()).Count.ShouldBe(1);
    }

    // The applier follows when it is returned.
    private static async Task<GatewayClient> OpenAsync(ReplicationPlant plant)
    {
        var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        await ReplicationPlant.BeginAsync(client, "sa");
        return client;
    }
}
