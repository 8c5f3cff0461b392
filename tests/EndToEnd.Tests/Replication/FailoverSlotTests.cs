using System.Globalization;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>A standby that has the slot too, as PostgreSQL 17 and later can keep it. <c>FEDGW_PG_BIN</c> names the programs of such a server.</summary>
public sealed class FailoverSlotTests
{
    private const int FirstVersion = 17;
    private const string StandbySlot = "standby";

    [Fact]
    public async Task A_standby_with_the_slot_takes_over_and_nothing_is_lost_or_doubled()
    {
        var version = await VersionAsync();
        Assert.SkipUnless(version >= FirstVersion, $"slots that a standby has too come with PostgreSQL {FirstVersion}, and the programs here (FEDGW_PG_BIN names others) are of {version}");

        // The stream waits for the standby, so that the gateway never has what that has not.
        await using var primary = await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["synchronized_standby_slots"] = StandbySlot } });
        await primary.ExecuteAsync($"SELECT pg_create_physical_replication_slot('{StandbySlot}', true)");
        await using var standby = await PostgresCluster.StartStandbyAsync(primary, new Dictionary<string, string>
        {
            ["primary_slot_name"] = StandbySlot,
            ["hot_standby_feedback"] = "on",
            ["sync_replication_slots"] = "on",
            ["synchronized_standby_slots"] = "",
        });
        await using var plant = await ReplicationPlant.StartAsync(primary, "CREATE TABLE t (id int PRIMARY KEY, version int NOT NULL); ALTER TABLE t REPLICA IDENTITY FULL; INSERT INTO t SELECT i, 0 FROM generate_series(1, 100) i");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE REPLICATION TASK same FROM v.t TO same MODE REPLICATION; CREATE REPLICATION TASK kept FROM v.t TO kept MODE PRESERVE ALL");
        await client.ExecuteAsync("START TASK same");
        await client.ExecuteAsync("START TASK kept");
        await plant.AtSourceAsync("UPDATE t SET version = version + 1");
        await ReplicationPlant.UntilAsync(client, "SELECT min(version), max(version) FROM same", "1|1");
        await UntilTrueAsync(standby, "SELECT count(*) = 1 FROM pg_replication_slots WHERE slot_name LIKE 'fedgw%' AND synced AND failover AND NOT temporary");

        using var end = new CancellationTokenSource();
        var writer = WriteAsync(plant, end.Token);
        await UntilTrueAsync(standby, "SELECT max(version) > 10 FROM t", plant.Database);
        await primary.CrashAsync();
        await end.CancelAsync();
        await writer;
        await standby.ExecuteAsync("SELECT pg_promote()");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE s ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port={standby.Port};database={plant.Database};sslmode=disable'");
        await standby.ExecuteAsync("UPDATE t SET version = version + 1; INSERT INTO t VALUES (0, 0)", plant.Database);

        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM same WHERE id = 0", "1");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM kept WHERE id = 0", "1");
        var there = Convert.ToString(await standby.QueryValueAsync("SELECT string_agg(id || ':' || version, ',' ORDER BY id) FROM t", plant.Database), CultureInfo.InvariantCulture) ?? "";
        (await client.RowsAsync("SELECT string_agg(id || ':' || version, ',' ORDER BY id) FROM same")).ShouldBe([there]);

        // Each version of each row was told once, and none was left out.
        (await client.RowsAsync("""SELECT id FROM kept WHERE "_CHANGE_TYPE" IN ('I', 'U') GROUP BY id HAVING count(*) <> max(version) - min(version) + 1""")).ShouldBeEmpty();
        (await client.RowsAsync("""SELECT string_agg(id || ':' || version, ',' ORDER BY id) FROM (SELECT id, max(version) AS version FROM kept GROUP BY id)""")).ShouldBe([there]);
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
        (await standby.QueryValueAsync("SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE 'fedgw%' AND active")).ShouldBe(1L);
    }

    private static async Task<int> VersionAsync()
    {
        // postgres (PostgreSQL) 18.4
        var told = (await ProcessRunner.RunAsync(PostgresBinaries.Instance.Server, ["--version"])).EnsureSuccess().Output.Split(' ', '.')[2];
        return int.Parse(string.Concat(told.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }

    // Until the server is gone.
    private static async Task WriteAsync(ReplicationPlant plant, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested) await plant.AtSourceAsync("UPDATE t SET version = version + 1 WHERE id % 7 = 0");
        }
        catch (Npgsql.NpgsqlException)
        {
        }
    }

    private static async Task UntilTrueAsync(PostgresCluster cluster, string sql, string database = "postgres")
    {
        while (await cluster.QueryValueAsync(sql, database) is not true) await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
