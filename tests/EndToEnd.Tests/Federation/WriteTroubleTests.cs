using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>Writes to virtual tables that are stopped, that read too much, and that their sources want to know the author of.</summary>
public sealed class WriteTroubleTests(Landscape landscape)
{
    private const string Tables = """
        CREATE TABLE t AS SELECT i AS id, 'row ' || i AS v, i AS n FROM generate_series(1, 10000) i;
        ALTER TABLE t ADD PRIMARY KEY (id);
        CREATE TABLE other (id bigint PRIMARY KEY, v text);
        CREATE TABLE tagged (id integer PRIMARY KEY, v text, tag text);
        CREATE FUNCTION tag() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.tag := pg_catalog.current_setting('application_name'); RETURN NEW; END $$;
        CREATE TRIGGER tag BEFORE INSERT OR UPDATE ON tagged FOR EACH ROW EXECUTE FUNCTION tag();
        ANALYZE
        """;

    private const string Whole = "UPDATE t SET n = n + 1";
    private const string ByRows = "UPDATE t SET v = upper(v)";
    private const string Merge = "MERGE INTO t USING generate_series(1, 20) AS g ON g = t.id WHEN MATCHED THEN UPDATE SET n = 0 WHEN NOT MATCHED THEN INSERT VALUES (g, 'x', 0)";

    [Theory]
    [InlineData(Whole)]
    [InlineData(ByRows)]
    [InlineData(Merge)]
    public async Task A_write_that_waits_too_long_is_stopped_at_the_source(string sql)
    {
        await using var client = await OpenAsync();
        await using (await LockAsync(client.Schema))
        {
            await client.ExecuteAsync("SET statement_timeout = 1000");
            await client.FailsAsync(sql, "57014");
            await client.ExecuteAsync("RESET statement_timeout");
        }

        await UnchangedAsync(client);
        (await client.ExecuteAsync("UPDATE t SET n = 0 WHERE id = 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(ByRows)]
    [InlineData(Merge)]
    public async Task A_cancelled_write_leaves_nothing_and_its_block_can_be_rolled_back(string sql)
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO other VALUES (1, 'before')");
        await using (await LockAsync(client.Schema))
        {
            using var stop = new CancellationTokenSource();
            var writing = client.ExecuteAsync(sql, stop.Token);
            while (await landscape.Cluster.QueryValueAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{client.Schema}' AND wait_event_type = 'Lock'") is not 1L) await Task.Delay(20, TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => writing);
        }

        await client.FailsAsync("SELECT 1", "25P02");
        await client.ExecuteAsync("ROLLBACK");
        await UnchangedAsync(client);
        (await client.NumberAsync("SELECT count(*) FROM other")).ShouldBe(0);
    }

    [Fact]
    public async Task A_timeout_ends_rows_on_their_way()
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("SET statement_timeout = 1500");
        await client.FailsAsync("INSERT INTO other SELECT a.id * 100000::bigint + b.id, upper(a.v || b.v) FROM t a, t b", "57014");
        await client.ExecuteAsync("RESET statement_timeout");
        (await client.NumberAsync("SELECT count(*) FROM other")).ShouldBe(0);
        await UnchangedAsync(client);
    }

    [Theory]
    [InlineData(ByRows)]
    [InlineData("DELETE FROM t WHERE upper(v) LIKE 'ROW%'")]
    [InlineData("INSERT INTO other SELECT id, upper(v) FROM t")]
    [InlineData("UPDATE t SET n = n + 1 RETURNING id")]
    [InlineData("MERGE INTO t USING t AS s ON s.id = t.id WHEN MATCHED AND upper(s.v) <> '' THEN DELETE")]
    public async Task What_a_write_fetches_draws_on_the_budget(string sql)
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("SET max_fetched_rows = 5000");
        (await client.FailsAsync(sql, "53400")).MessageText.ShouldBe($"the statement fetches more than 5000 rows from remote source \"{client.Schema}\"");

        // Npgsql gives up a connection that hears of a lack of resources.
        await using var again = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await UnchangedAsync(again);
        (await again.NumberAsync("SELECT count(*) FROM other")).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_source_does_whole_fetches_nothing()
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("SET max_fetched_rows = 10");
        (await client.ExecuteAsync(Whole)).ShouldBe(10_000);
        (await client.ExecuteAsync("INSERT INTO other SELECT id, v FROM t")).ShouldBe(10_000);
        (await client.ExecuteAsync("MERGE INTO t USING other AS s ON s.id = t.id WHEN MATCHED THEN DELETE")).ShouldBe(10_000);
        (await client.ExecuteAsync("INSERT INTO other SELECT -g, 'made here' FROM generate_series(1, 1000) AS g")).ShouldBe(1000, "rows that are sent are not fetched");
    }

    [Theory]
    [InlineData("INSERT INTO tagged (id, v) VALUES (1, 'a')")]
    [InlineData("INSERT INTO tagged (id, v) SELECT g, 'row' FROM generate_series(1, 300) AS g")]
    [InlineData("UPDATE tagged SET v = upper(v) WHERE id = 0")]
    [InlineData("MERGE INTO tagged USING (VALUES (0), (1)) AS s(id) ON s.id = tagged.id WHEN MATCHED THEN UPDATE SET v = 'x' WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)")]
    public async Task The_source_is_told_who_writes(string sql)
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("SET application_name = 'setting up'; INSERT INTO tagged (id, v) VALUES (0, 'first')");
        var before = (string)(await landscape.Cluster.QueryValueAsync("SELECT tag FROM tagged", client.Schema))!;
        before.ShouldContain("setting up");
        await client.ExecuteAsync("SET application_name = 'the writer'");
        await client.ExecuteAsync(sql);
        ((string)(await landscape.Cluster.QueryValueAsync("SELECT string_agg(DISTINCT tag, ',') FROM tagged WHERE v IS DISTINCT FROM 'first'", client.Schema))!).ShouldBe(before.Replace("setting up", "the writer", StringComparison.Ordinal));
        await client.ExecuteAsync("BEGIN; SET LOCAL application_name = 'in a block'; UPDATE tagged SET v = 'block' WHERE id = 0; COMMIT");
        ((string)(await landscape.Cluster.QueryValueAsync("SELECT tag FROM tagged WHERE id = 0", client.Schema))!).ShouldContain("in a block");
    }

    private static async Task UnchangedAsync(GatewayClient client) =>
        (await client.RowsAsync("SELECT count(*), count(*) FILTER (WHERE v = 'row ' || id AND n = id) FROM t")).ShouldBe(["10000|10000"]);

    /// <summary>A lock of all rows of the table at its source, until it is disposed.</summary>
    private async Task<NpgsqlConnection> LockAsync(string database)
    {
        var holder = await landscape.Cluster.DataSource(database).OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; SELECT count(*) FROM (SELECT 1 FROM t FOR UPDATE) AS locked", holder);
        await command.ExecuteNonQueryAsync();
        return holder;
    }

    private async Task<GatewayClient> OpenAsync()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using (var client = await landscape.OpenAsync()) await client.ExecuteAsync($"CREATE SCHEMA {source}; IMPORT FOREIGN SCHEMA public FROM SERVER \"{source}\" INTO {source}");
        return await landscape.OpenAsync(builder => builder.SearchPath = source);
    }
}
