using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>PARTITION BY: tables that are loaded in parts, all of which see the source at one moment.</summary>
public sealed class PartitionedLoadTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Sales =
        """
        CREATE TABLE sales (id int PRIMARY KEY, country text, amount numeric(10, 2), day date, at timestamptz, version int NOT NULL DEFAULT 0);
        INSERT INTO sales SELECT i, (ARRAY['DE', 'AT', 'US', NULL])[1 + i % 4], i / 7.0, '2024-01-01'::date + i % 365, '2024-01-01 00:00Z'::timestamptz + i * interval '1 hour', 0 FROM generate_series(1, 4000) i;
        UPDATE sales SET amount = NULL, day = NULL WHERE id % 50 = 0;
        """;

    [Fact]
    public async Task Every_row_is_in_one_part()
    {
        (string Partitions, int Count)[] cuts =
        [
            ("RANGE (id) (1000, 2000)", 3), ("RANGE (id) PARTITIONS 7", 7), ("RANGE (amount) PARTITIONS 5", 5), ("RANGE (day) PARTITIONS 4", 4), ("RANGE (at) PARTITIONS 4", 4),
            ("RANGE (at) ('2024-02-01', '2024-03-01 12:00')", 3), ("RANGE (version) PARTITIONS 4", 0), ("RANGE (country) ('B', 'E')", 3), ("LIST (country) (('DE', 'AT'), ('US'))", 3),
        ];
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Sales);
        await using var client = await plant.OpenAsync();
        var there = await plant.SourceRowsAsync("SELECT id, country, amount, day, version FROM sales WHERE id <> 17 ORDER BY id");
        foreach (var (cut, number) in cuts.Select((cut, i) => (cut, i)))
        {
            await client.ExecuteAsync($"CREATE REPLICATION TASK t{number} FROM v.sales TO here{number} MODE REPLICATION WHERE id <> 17 PARTITION BY {cut.Partitions}");
            await client.ExecuteAsync($"START TASK t{number}");
            (await client.RowsAsync($"SELECT id, country, amount, day, version FROM here{number} ORDER BY id")).ShouldBe(there, cut.Partitions);
            (await client.RowsAsync($"SELECT coalesce(partition_count, 0), processed_records FROM task_executions WHERE task_name = 't{number}'")).ShouldBe([$"{cut.Count}|3999"], cut.Partitions);
            (await client.RowsAsync($"SELECT partitioning FROM tasks WHERE task_name = 't{number}'")).ShouldBe([$"PARTITION BY {cut.Partitions}"]);
        }

        // What comes then is of no part.
        await plant.AtSourceAsync("UPDATE sales SET country = 'FR', version = 5 WHERE id = 1; DELETE FROM sales WHERE id > 5");
        foreach (var number in Enumerable.Range(0, cuts.Length))
            await ReplicationPlant.UntilAsync(client, $"SELECT id, country, version FROM here{number} ORDER BY id", "1|FR|5", "2|US|0", "3||0", "4|DE|0", "5|AT|0");
    }

    [Fact]
    public async Task Rows_that_change_their_part_during_the_load_are_there_once()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Sales);
        await using var client = await plant.OpenAsync();
        using var end = new CancellationTokenSource();
        var writer = MoveAsync(plant, end.Token);
        await client.ExecuteAsync("CREATE SCHEMA r; CREATE REPLICATION TASK t FROM s.public TO r MODE PRESERVE ALL PARTITION BY RANGE (version) (1, 3, 5, 9, 17, 33)");
        await client.ExecuteAsync("START TASK t");
        await end.CancelAsync();
        await writer;
        await plant.AtSourceAsync("INSERT INTO sales (id, version) VALUES (0, 0)");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM r.sales WHERE id = 0", "1");

        // Each version of a row is there once, and none is missing.
        (await client.RowsAsync("""SELECT id, version FROM r.sales WHERE "_CHANGE_TYPE" IN ('I', 'U') GROUP BY id, version HAVING count(*) > 1""")).ShouldBeEmpty();
        (await client.RowsAsync("""SELECT id, max(version), max(version) - min(version) + 1 - count(*) FROM r.sales WHERE "_CHANGE_TYPE" IN ('I', 'U') GROUP BY id ORDER BY id"""))
            .ShouldBe(await plant.SourceRowsAsync("SELECT id, version, 0 FROM sales ORDER BY id"));
    }

    [Fact]
    public async Task A_part_that_fails_is_named_and_nothing_is_loaded()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE VIEW bad AS SELECT i AS id, 100 / (i - 75) AS share FROM generate_series(1, 100) i; CREATE VIEW slow AS SELECT i AS id, pg_sleep(0.02)::text AS slept FROM generate_series(1, 100000) i");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE REPLICATION TASK bad FROM v.bad TO bad MODE REPLICATION INITIAL LOAD ONLY PARTITION BY RANGE (id) (50, 90)");
        var error = await OfAsync(client, "START TASK bad");
        error.SqlState.ShouldBe("22012");
        error.MessageText.ShouldStartWith("part 2 of 3 of table \"public.bad\" ((id >= 50) AND (id < 90)) could not be loaded: ");
        (await client.RowsAsync("SELECT count(*) FROM bad")).ShouldBe(["0"]);
        (await client.RowsAsync("SELECT status, partition_count FROM task_executions")).ShouldBe(["FAILED|3"]);

        await client.ExecuteAsync("CREATE REPLICATION TASK slow FROM v.slow TO slow MODE REPLICATION INITIAL LOAD ONLY PARTITION BY RANGE (id) (10, 20, 30, 40, 50)");
        await client.ExecuteAsync("START TASK slow ASYNC");
        await ReplicationPlant.UntilAsync(
            client, "SELECT partition_number, target_table_name, partition_condition, status FROM m_task_partitions WHERE partition_number IN (1, 6) ORDER BY 1",
            "1|slow|id < 10|COMPLETED", "6|slow|(id >= 50) OR (id IS NULL)|RUNNING");
        await client.ExecuteAsync($"CANCEL TASK {(await client.RowsAsync("SELECT task_execution_id FROM m_tasks"))[0]} WAIT 60");
        (await client.RowsAsync("SELECT count(*) FROM slow")).ShouldBe(["0"]);
        (await client.RowsAsync("SELECT count(*) FROM m_task_partitions")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Parts_wait_for_one_another_where_there_are_few_connections()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Sales);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync($"ALTER REMOTE SOURCE s ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port={source.Cluster.Port};database={plant.Database};sslmode=disable;max_connections=2;connect_timeout=1'");
        await client.ExecuteAsync("CREATE REPLICATION TASK t FROM v.sales TO here MODE REPLICATION INITIAL LOAD ONLY PARTITION BY RANGE (id) PARTITIONS 9");
        await client.ExecuteAsync("START TASK t");
        (await client.RowsAsync("SELECT count(*), count(DISTINCT id) FROM here")).ShouldBe(["4000|4000"]);
    }

    [Fact]
    public async Task Parts_that_would_overlap_are_refused()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE sales (id int PRIMARY KEY, country text, amount numeric)");
        await using var client = await plant.OpenAsync();
        foreach (var (partitions, state, at, message) in new[]
                 {
                     ("RANGE (id) (10, 5)", "22023", "5)", "each bound of PARTITION BY RANGE has to be above the one before"),
                     ("RANGE (amount) (1.0, 1.00)", "22023", "1.00)", "each bound of PARTITION BY RANGE has to be above the one before"),
                     ("LIST (country) (('DE'), ('AT', 'DE'))", "22023", "'DE'))", "a value is twice in PARTITION BY LIST"),
                     ("RANGE (id) (10, NULL)", "22004", "NULL", "a value of PARTITION BY is null"),
                     ("RANGE (nothing) (10)", "42703", "nothing", "column \"nothing\" does not exist"),
                 })
        {
            var statement = $"CREATE REPLICATION TASK t FROM v.sales TO here MODE REPLICATION PARTITION BY {partitions}";
            var error = await OfAsync(client, statement);
            (error.SqlState, error.MessageText, error.Position).ShouldBe((state, message, statement.LastIndexOf(at, StringComparison.Ordinal) + 1));
            var ofSchema = await OfAsync(client, statement.Replace("v.sales TO here", "s.public TO public", StringComparison.Ordinal));
            (ofSchema.SqlState, ofSchema.MessageText).ShouldBe((state, $"PARTITION BY does not fit table \"sales\" of the source: {message}"));
        }

        (await client.RowsAsync("SELECT count(*) FROM tasks")).ShouldBe(["0"]);
    }

    private static async Task MoveAsync(ReplicationPlant plant, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested) await plant.AtSourceAsync("UPDATE sales SET version = version + 1 WHERE id % 3 = 0");
    }

    private static Task<PostgresException> OfAsync(GatewayClient client, string sql) => ErrorTexts.OfAsync(() => client.ExecuteAsync(sql));
}
