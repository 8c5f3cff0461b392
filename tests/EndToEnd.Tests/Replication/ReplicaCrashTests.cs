using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>A gateway that is killed while it loads a snapshot replica.</summary>
public sealed class ReplicaCrashTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    [Fact]
    public async Task A_killed_load_leaves_the_source_or_the_old_copy_to_be_read_and_nothing_half_made()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1000)", "replica.loaded=kill");
        async Task KilledAsync(string statement)
        {
            await using var client = await plant.OpenAsync();
            await Should.ThrowAsync<NpgsqlException>(() => client.ExecuteAsync(statement));
            await plant.KillAsync();
        }

        await KilledAsync("ALTER VIRTUAL TABLE v.t ADD SHARED SNAPSHOT REPLICA");
        await plant.RestartAsync("replica.loaded=kill@2");
        await plant.AtSourceAsync("DELETE FROM t WHERE id = 1");
        await using (var client = await plant.OpenAsync())
        {
            (await client.RowsAsync("SELECT count(*) FROM virtual_table_replicas")).ShouldBe(["0"]);
            (await client.RowsAsync("SELECT count(*) FROM v.t")).ShouldBe(["999"]);
            await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ADD SHARED SNAPSHOT REPLICA");
        }

        await plant.AtSourceAsync("DELETE FROM t");
        await KilledAsync("ALTER VIRTUAL TABLE v.t REFRESH REPLICA");
        await plant.RestartAsync();
        await using var last = await plant.OpenAsync();
        (await last.RowsAsync("SELECT count(*) FROM v.t")).ShouldBe(["999"]);
        await last.ExecuteAsync("ALTER VIRTUAL TABLE v.t REFRESH REPLICA");
        (await last.RowsAsync("SELECT count(*) FROM v.t")).ShouldBe(["0"]);
    }
}
