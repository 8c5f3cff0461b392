using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>What happens to sources behind the gateway's back: what is missed is told, and the way to go on leaves targets as the source is.</summary>
public sealed class SourceTroubleTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables = "CREATE TABLE a (id int PRIMARY KEY, name text)";
    private const string Locals = "CREATE TABLE la (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION sa ON v.a TARGET TABLE la";
    private const string Exceptions = "SELECT object_type, error_number, component, sqlstate, next_retry_time FROM remote_subscription_exceptions";
    private const string Gap = "REMOTE SOURCE|4708|ADAPTER|55000|";
    private const string Rows = "SELECT * FROM la ORDER BY 1";

    [Fact]
    public async Task A_standby_that_takes_over_without_the_slot_is_a_gap_that_resync_repairs()
    {
        await using var primary = await PostgresCluster.StartAsync();
        await using var standby = await PostgresCluster.StartStandbyAsync(primary);
        await using var plant = await ReplicationPlant.StartAsync(primary, Tables);
        await using var client = await OpenAsync(plant);
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'before')");
        await ReplicationPlant.UntilAsync(client, Rows, "1|before");

        // What the standby has and the stream never tells.
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE");
        await plant.AtSourceAsync("INSERT INTO a VALUES (2, 'untold')");
        var end = await primary.QueryValueAsync("SELECT pg_current_wal_lsn()::text");
        while (await standby.QueryValueAsync($"SELECT pg_last_wal_replay_lsn() >= '{end}'") is not true) await Task.Delay(20, TestContext.Current.CancellationToken);
        await primary.CrashAsync();
        await standby.ExecuteAsync("SELECT pg_promote()");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE s ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port={standby.Port};database={plant.Database};sslmode=disable'");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME CAPTURE");
        await ReplicationPlant.UntilAsync(client, Exceptions, Gap);
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).Single().ShouldContain("does not have all changes");

        await ResyncAsync(client);
        await standby.ExecuteAsync("INSERT INTO a VALUES (3, 'after')", plant.Database);
        await ReplicationPlant.UntilAsync(client, Rows, "1|before", "2|untold", "3|after");
    }

    [Fact]
    public async Task A_publication_that_somebody_altered_is_a_gap_that_resync_repairs()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await OpenAsync(plant);
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'before')");
        await ReplicationPlant.UntilAsync(client, Rows, "1|before");
        var publication = (await plant.SourceRowsAsync("SELECT pubname FROM pg_publication")).Single();
        await plant.AtSourceAsync($"ALTER PUBLICATION \"{publication}\" DROP TABLE a; INSERT INTO a VALUES (2, 'untold')");
        await ReplicationPlant.UntilAsync(client, Exceptions, Gap);

        await ResyncAsync(client);
        await plant.AtSourceAsync("INSERT INTO a VALUES (3, 'after')");
        await ReplicationPlant.UntilAsync(client, Rows, "1|before", "2|untold", "3|after");
        (await plant.SlotsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_table_that_was_dropped_and_made_anew_is_another_one()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables + "; CREATE TABLE b (id int PRIMARY KEY)");
        await using var client = await OpenAsync(plant);
        await client.ExecuteAsync("CREATE TABLE lb (id int PRIMARY KEY); CREATE REMOTE SUBSCRIPTION sb ON v.b TARGET TABLE lb");
        await ReplicationPlant.BeginAsync(client, "sb");
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'before')");
        await ReplicationPlant.UntilAsync(client, Rows, "1|before");
        await plant.AtSourceAsync("DROP TABLE a; CREATE TABLE a (id int PRIMARY KEY, name text); INSERT INTO a VALUES (2, 'of another')");
        await ReplicationPlant.UntilAsync(client, "SELECT object_type, error_number, component FROM remote_subscription_exceptions", "REMOTE SUBSCRIPTION|4713|APPLIER");

        // The other subscription is not concerned.
        await plant.AtSourceAsync("INSERT INTO b VALUES (1)");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM lb", "1");
        (await client.RowsAsync(Rows)).ShouldBe(["1|before"]);

        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.a REFRESH DEFINITION");
        await FollowAnewAsync(client);
        await plant.AtSourceAsync("INSERT INTO a VALUES (3, 'after'); INSERT INTO b VALUES (2)");
        await ReplicationPlant.UntilAsync(client, Rows, "2|of another", "3|after");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM lb ORDER BY 1", "1", "2");
        (await client.RowsAsync(Exceptions)).ShouldBeEmpty();
    }

    private static async Task ResyncAsync(GatewayClient client)
    {
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa RESYNC");
        await ReplicationPlant.UntilStateAsync(client, "sa", "APPLY_CHANGE_DATA");
        (await client.RowsAsync(Exceptions)).ShouldBeEmpty();
    }

    private static async Task FollowAnewAsync(GatewayClient client)
    {
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa RESET");
        (await client.RowsAsync(Exceptions)).ShouldBeEmpty();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa QUEUE");
        await client.ExecuteAsync("DELETE FROM la");
        await client.ExecuteAsync("INSERT INTO la SELECT * FROM v.a");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sa DISTRIBUTE");
        await ReplicationPlant.UntilStateAsync(client, "sa", "APPLY_CHANGE_DATA");
    }

    private static async Task<GatewayClient> OpenAsync(ReplicationPlant plant)
    {
        var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        await ReplicationPlant.BeginAsync(client, "sa");
        return client;
    }
}
