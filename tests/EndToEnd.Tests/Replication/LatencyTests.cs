using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>START LATENCY MONITORING and what the latency views then say.</summary>
public sealed class LatencyTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables = "CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE b (id int PRIMARY KEY, name text)";
    private const string Locals = "CREATE TABLE la (id int PRIMARY KEY, name text); CREATE TABLE lb (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION sa ON v.a TARGET TABLE la; CREATE REMOTE SUBSCRIPTION sb ON v.b TARGET TABLE lb";
    private const string Status = "SELECT latency_ticket_name, interval, status FROM m_remote_source_latency_status ORDER BY 1";
    private const string Measurements = "SELECT count(DISTINCT start_time) FROM m_remote_source_latency_history WHERE latency_ticket_name = ";

    [Fact]
    public async Task A_ticket_goes_through_the_stream_and_is_timed_at_each_part()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        (await client.FailsAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING once", "55000")).MessageText.ShouldBe("nothing of remote source \"s\" is captured");
        await ReplicationPlant.BeginAsync(client, "sa", "sb");

        // What was committed before it is in the targets before it has passed.
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'one')");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING once");
        await ReplicationPlant.UntilAsync(client, Status, "once||FINISHED");
        (await client.RowsAsync("SELECT * FROM la")).ShouldBe(["1|one"]);

        (await client.RowsAsync("SELECT remote_source_name, service_name, component, sub_component, statistic_name FROM m_remote_source_latency_history ORDER BY component, sub_component, statistic_name")).ShouldBe(
        [
            "s|dpserver|ADAPTER||COMMIT_TIME",
            "s|dpserver|ADAPTER||WRITE_MICROSECONDS",
            "s|dpserver|APPLIER|public.sa|APPLY_MICROSECONDS",
            "s|dpserver|APPLIER|public.sa|COMMIT_MICROSECONDS",
            "s|dpserver|APPLIER|public.sa|TOTAL_MICROSECONDS",
            "s|dpserver|APPLIER|public.sb|APPLY_MICROSECONDS",
            "s|dpserver|APPLIER|public.sb|COMMIT_MICROSECONDS",
            "s|dpserver|APPLIER|public.sb|TOTAL_MICROSECONDS",
            "s|dpserver|RECEIVER||DURABLE_MICROSECONDS",
            "s|dpserver|RECEIVER||RECEIVE_MICROSECONDS",
        ]);
        (await client.RowsAsync(
            """
            SELECT sub_component, sum(CASE WHEN statistic_name = 'TOTAL_MICROSECONDS' THEN CAST(statistic_value AS bigint) ELSE 0 END)
                - sum(CASE WHEN statistic_name IN ('APPLY_MICROSECONDS', 'COMMIT_MICROSECONDS') THEN CAST(statistic_value AS bigint) ELSE 0 END)
                = (SELECT sum(CAST(statistic_value AS bigint)) FROM m_remote_source_latency_history WHERE component = 'RECEIVER')
            FROM m_remote_source_latency_history WHERE component = 'APPLIER' GROUP BY 1 ORDER BY 1
            """)).ShouldBe(["public.sa|t", "public.sb|t"]);

        // Source and gateway share a clock here.
        (await client.RowsAsync("SELECT CAST(statistic_value AS timestamp) >= start_time FROM m_remote_source_latency_history WHERE statistic_name = 'COMMIT_TIME'")).ShouldBe(["t"]);
        (await client.RowsAsync("SELECT count(*) FROM m_remote_source_latency_history WHERE statistic_name <> 'COMMIT_TIME' AND CAST(statistic_value AS bigint) < 0")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_ticket_with_an_interval_goes_on_after_a_restart_until_it_is_stopped()
    {
        await using var plant = await StartAsync();
        await using (var client = await plant.OpenAsync())
        {
            await ReplicationPlant.BeginAsync(client, "sa");
            await client.ExecuteAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING 'Every second' INTERVAL 1");
            await ReplicationPlant.UntilAsync(client, $"SELECT ({Measurements} 'Every second') >= 2", "t");
            await ReplicationPlant.UntilAsync(client, Status, "Every second|1|RUNNING");
            (await client.FailsAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING 'Every second'", "42710")).Position.ShouldBe(48);
        }

        (await plant.Gateway.StopAsync()).ShouldBe(0);
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        var known = int.Parse((await again.RowsAsync($"{Measurements} 'Every second'"))[0], System.Globalization.CultureInfo.InvariantCulture);
        known.ShouldBeGreaterThanOrEqualTo(2);
        await ReplicationPlant.UntilAsync(again, $"SELECT ({Measurements} 'Every second') > {known}", "t");

        await again.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE");
        await ReplicationPlant.UntilAsync(again, Status, "Every second|1|WAITING");
        (await again.FailsAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING other", "55000")).MessageText.ShouldBe("the capture of remote source \"s\" is suspended");
        await again.ExecuteAsync("ALTER REMOTE SOURCE s RESUME CAPTURE");
        await ReplicationPlant.UntilAsync(again, Status, "Every second|1|RUNNING");

        await again.ExecuteAsync("ALTER REMOTE SOURCE s STOP LATENCY MONITORING 'Every second'");
        (await again.RowsAsync(Status)).ShouldBe(["Every second|1|STOPPED"]);
        (await again.FailsAsync("ALTER REMOTE SOURCE s STOP LATENCY MONITORING 'Every second'", "55000")).MessageText.ShouldBe("latency ticket \"Every second\" is not running");
        (await again.RowsAsync($"SELECT ({Measurements} 'Every second') > {known}")).ShouldBe(["t"]);

        // Another one's history stays.
        await again.ExecuteAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING once");
        await ReplicationPlant.UntilAsync(again, Status, "Every second|1|STOPPED", "once||FINISHED");
        await again.ExecuteAsync("ALTER REMOTE SOURCE s CLEAR LATENCY HISTORY 'Every second'");
        (await again.RowsAsync(Status)).ShouldBe(["once||FINISHED"]);
        (await again.RowsAsync($"{Measurements} 'Every second'")).ShouldBe(["0"]);
        (await again.RowsAsync($"{Measurements} 'once'")).ShouldBe(["1"]);
        await again.ExecuteAsync("ALTER REMOTE SOURCE s CLEAR LATENCY HISTORY");
        (await again.RowsAsync("SELECT count(*) FROM m_remote_source_latency_history")).ShouldBe(["0"]);
        (await again.RowsAsync(Status)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_with_an_order_is_said_where_it_is()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE USER watcher PASSWORD 'w'");
        (await client.FailsAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING t INTERVAL 0", "22023")).Position.ShouldBe(59);
        (await client.FailsAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING t INTERVAL 99999999999999999999", "22023")).Position.ShouldBe(59);
        (await client.FailsAsync($"ALTER REMOTE SOURCE s START LATENCY MONITORING {new string('t', 33)}", "42622")).Position.ShouldBe(48);
        (await client.FailsAsync("ALTER REMOTE SOURCE s STOP LATENCY MONITORING t", "42704")).Position.ShouldBe(47);
        (await client.FailsAsync("ALTER REMOTE SOURCE s CLEAR LATENCY HISTORY t", "42704")).Position.ShouldBe(45);
        (await client.FailsAsync("ALTER REMOTE SOURCE nothing CLEAR LATENCY HISTORY", "42704")).Position.ShouldBe(21);
        await client.ExecuteAsync("BEGIN");
        (await client.FailsAsync("ALTER REMOTE SOURCE s CLEAR LATENCY HISTORY", "25001")).MessageText.ShouldBe("ALTER REMOTE SOURCE … CLEAR LATENCY HISTORY cannot run inside a transaction block");
        await client.ExecuteAsync("ROLLBACK");

        await ReplicationPlant.BeginAsync(client, "sa");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING t");
        await ReplicationPlant.UntilAsync(client, Status, "t||FINISHED");
        (await client.RowsAsync("SELECT event_action, object_name, event_status FROM audit_log WHERE statement_string LIKE '%LATENCY%' AND event_status = 'SUCCESSFUL'")).ShouldBe(["ALTER REMOTE SOURCE|s|SUCCESSFUL"]);

        // Who has ALTER on the source measures; who may use it sees how it stands, and of subscriptions those they may know.
        await using var watcher = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("watcher", "w"));
        (await watcher.FailsAsync("ALTER REMOTE SOURCE s CLEAR LATENCY HISTORY", "42501")).ShouldNotBeNull();
        (await watcher.RowsAsync("SELECT count(*) FROM m_remote_source_latency_history")).ShouldBe(["0"]);
        (await watcher.RowsAsync(Status)).ShouldBeEmpty();
        await client.ExecuteAsync("GRANT ALTER ON REMOTE SOURCE s TO watcher");
        (await watcher.RowsAsync(Status)).ShouldBe(["t||FINISHED"]);
        (await watcher.RowsAsync("SELECT DISTINCT component FROM m_remote_source_latency_history ORDER BY 1")).ShouldBe(["ADAPTER", "RECEIVER"]);
        await watcher.ExecuteAsync("ALTER REMOTE SOURCE s CLEAR LATENCY HISTORY t");
        (await client.RowsAsync(Status)).ShouldBeEmpty();
    }

    [Fact]
    public async Task At_a_polled_source_a_ticket_waits_for_the_next_reading_as_a_change_does()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SET PROPERTY 'CAPTURE' = 'polling', 'POLLING_INTERVAL' = '1s'");
        await ReplicationPlant.BeginAsync(client, "sa");
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'one')");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s START LATENCY MONITORING once");
        await ReplicationPlant.UntilAsync(client, Status, "once||FINISHED");
        (await client.RowsAsync("SELECT * FROM la")).ShouldBe(["1|one"]);
        (await client.RowsAsync("SELECT statistic_name FROM m_remote_source_latency_history WHERE component = 'APPLIER' ORDER BY 1")).ShouldBe(["APPLY_MICROSECONDS", "COMMIT_MICROSECONDS", "TOTAL_MICROSECONDS"]);
    }

    private async Task<ReplicationPlant> StartAsync()
    {
        var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        return plant;
    }
}
