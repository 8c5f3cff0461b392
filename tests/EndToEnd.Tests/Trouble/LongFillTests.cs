using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>CREATE TABLE AS over a query that takes its time: nobody waits for it, and the table is there as a whole or not at all.</summary>
public sealed class LongFillTests(Landscape landscape)
{
    /// <summary>Rows that come when <see cref="HoldAsync"/>'s connection lets go.</summary>
    private const string Waiter = "CREATE VIEW waiting AS SELECT i, pg_advisory_xact_lock_shared(7) IS NULL AS x FROM generate_series(1, 1000) i; CREATE TABLE quick (a int)";

    [Fact]
    public async Task Others_change_the_catalog_while_a_table_is_filled()
    {
        var source = await landscape.CreateSourceAsync(Waiter);
        await using var held = await HoldAsync(source);
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        var filling = client.ExecuteAsync($"CREATE TABLE filled AS SELECT * FROM \"{source}\".public.waiting");
        await new SourceActivity(landscape.Cluster, source).UntilRunningAsync("\"waiting\"");

        await other.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT a FROM t");
        await other.ExecuteAsync($"CREATE TABLE u AS SELECT a FROM \"{source}\".public.quick; ALTER TABLE t ADD COLUMN b int");
        await other.ExecuteAsync("BEGIN; DROP TABLE u; COMMIT");
        await other.FailsAsync("SELECT * FROM filled", "42P01");

        filling.IsCompleted.ShouldBeFalse();
        await held.DisposeAsync();
        await filling;
        (await other.NumberAsync("SELECT count(*) FROM filled")).ShouldBe(1000);
        (await other.RowsAsync("SELECT * FROM v")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_transaction_fills_tables_with_its_own_rows_whatever_others_define()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("INSERT INTO t VALUES (1), (2)");
        await other.ExecuteAsync("CREATE TABLE between_them (a int)");

        await client.ExecuteAsync("CREATE TABLE copied AS SELECT a + 10 AS a FROM t");
        await client.ExecuteAsync("CREATE TABLE again AS SELECT a + 10 AS a FROM copied");
        (await client.RowsAsync("SELECT a FROM again ORDER BY a")).ShouldBe(["21", "22"]);
        await other.FailsAsync("SELECT * FROM copied", "42P01");
        await client.ExecuteAsync("ROLLBACK");
        await client.FailsAsync("SELECT * FROM copied", "42P01");

        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("CREATE TABLE copied AS SELECT 5 AS a");
        await client.ExecuteAsync("COMMIT");
        (await other.RowsAsync("SELECT a FROM copied")).ShouldBe(["5"]);
    }

    [Fact]
    public async Task Of_two_tables_of_one_name_the_first_to_be_whole_stays()
    {
        var source = await landscape.CreateSourceAsync(Waiter);
        await using var held = await HoldAsync(source);
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        var filling = client.FailsAsync($"CREATE TABLE same AS SELECT * FROM \"{source}\".public.waiting", "42P07");
        await new SourceActivity(landscape.Cluster, source).UntilRunningAsync("\"waiting\"");
        await other.ExecuteAsync("CREATE TABLE same AS SELECT 'first' AS a");
        await held.DisposeAsync();

        (await filling).MessageText.ShouldContain("already exists");
        (await client.RowsAsync("SELECT * FROM same")).ShouldBe(["first"]);
    }

    [Fact]
    public async Task A_table_that_was_being_filled_at_a_crash_is_not_there()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        var database = await landscape.CreateSourceAsync(Waiter);
        try
        {
            await using var held = await HoldAsync(database);
            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await using var other = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync(landscape.CreateSource("waiters", database));
                var filling = client.ExecuteAsync(
                    "CREATE TABLE filled AS SELECT i, repeat('x', 100) AS t FROM generate_series(1, 500000) AS g(i) UNION ALL SELECT i, x::text FROM waiters.public.waiting");
                await new SourceActivity(landscape.Cluster, database).UntilRunningAsync("\"waiting\"");
                await other.ExecuteAsync("CREATE TABLE whole AS SELECT 1 AS a");
                await gateway.KillAsync();
                await Should.ThrowAsync<NpgsqlException>(() => filling);
            }

            await using var again = await GatewayServer.StartAsync(data);
            await using var survivor = await GatewayClient.OpenAsync(again);
            (await survivor.RowsAsync("SELECT * FROM whole")).ShouldBe(["1"]);
            await survivor.FailsAsync("SELECT * FROM filled", "42P01");
            await survivor.ExecuteAsync("CREATE TABLE filled AS SELECT 2 AS a");
            (await survivor.RowsAsync("SELECT * FROM filled")).ShouldBe(["2"]);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>A session of the source that keeps the waiting view's rows back until it is disposed.</summary>
    private async Task<NpgsqlConnection> HoldAsync(string database)
    {
        var connection = new NpgsqlConnection(landscape.Cluster.ConnectionStringFor(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(7)", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
