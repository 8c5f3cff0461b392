using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>Reading sources in transaction blocks: one snapshot per source, however many statements, and nothing held beyond the block.</summary>
public sealed class BlockReadTests(Landscape landscape)
{
    private const string Tables = "CREATE TABLE t AS SELECT i AS a FROM generate_series(1, 10) i; CREATE TABLE u AS SELECT 1 AS b";

    [Fact]
    public async Task Statements_of_a_block_see_one_snapshot()
    {
        var (source, database) = await CreateAsync();
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
        await landscape.Cluster.ExecuteAsync("INSERT INTO t VALUES (11); UPDATE u SET b = 2", database);
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
        (await client.RowsAsync($"SELECT b FROM {source}.public.u")).ShouldBe(["1"]);
        (await client.RowsAsync($"SELECT count(*), max(b) FROM {source}.public.t, {source}.public.u, crm.customers c WHERE c.id = t.a")).ShouldBe(["10|1"]);
        await client.ExecuteAsync("COMMIT");

        (await client.RowsAsync($"SELECT count(*), max(b) FROM {source}.public.t, {source}.public.u")).ShouldBe(["11|2"]);
        (await new SourceActivity(landscape.Cluster, database).BusyAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Statements_of_one_request_see_one_snapshot()
    {
        var (source, database) = await CreateAsync();
        await landscape.Cluster.ExecuteAsync("CREATE VIEW slow AS SELECT count(*) AS n FROM t, pg_sleep(0.5)", database);
        var asking = Psql.RunAsync(landscape.Gateway, ["-At", "-c", $"SELECT n FROM {source}.public.slow; SELECT n FROM {source}.public.slow"]);
        await new SourceActivity(landscape.Cluster, database).UntilRunningAsync("slow");
        await landscape.Cluster.ExecuteAsync("INSERT INTO t VALUES (11)", database);
        (await asking).Output.ShouldBe("10\n10\n");
        (await new SourceActivity(landscape.Cluster, database).BusyAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Outside_of_blocks_each_statement_sees_what_is_there()
    {
        var (source, database) = await CreateAsync();
        await using var client = await landscape.OpenAsync();
        for (var i = 10; i < 13; i++)
        {
            (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(i);
            await landscape.Cluster.ExecuteAsync("INSERT INTO t VALUES (0)", database);
        }
    }

    [Fact]
    public async Task A_failed_statement_ends_the_sources_transaction_at_once()
    {
        var (source, database) = await CreateAsync();
        var activity = new SourceActivity(landscape.Cluster, database);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
        (await activity.BusyAsync()).ShouldBe(1);
        await client.FailsAsync($"SELECT 1 / (a - a) FROM {source}.public.t", "22012");
        (await activity.BusyAsync()).ShouldBe(0);
        await client.FailsAsync($"SELECT count(*) FROM {source}.public.t", "25P02");
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
    }

    [Fact]
    public async Task A_savepoint_keeps_the_snapshot_across_a_failure()
    {
        var (source, database) = await CreateAsync();
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
        await landscape.Cluster.ExecuteAsync("DELETE FROM t", database);
        await client.ExecuteAsync("SAVEPOINT s");
        await client.FailsAsync($"SELECT 1 / (a - a) FROM {source}.public.t", "22012");
        await client.ExecuteAsync("ROLLBACK TO s");
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
        await client.ExecuteAsync("RELEASE s; COMMIT");
        (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(0);
    }

    [Fact]
    public async Task Results_and_cursors_are_read_side_by_side_in_a_block()
    {
        var (source, database) = await CreateAsync("CREATE TABLE t AS SELECT i AS a FROM generate_series(1, 100000) i");
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync($"DECLARE one CURSOR FOR SELECT a FROM {source}.public.t ORDER BY a");
        await client.ExecuteAsync($"DECLARE other CURSOR FOR SELECT -a FROM {source}.public.t ORDER BY a");
        for (var i = 0; i < 3; i++)
        {
            (await client.RowsAsync("FETCH 1 FROM one")).ShouldBe([$"{i + 1}"]);
            (await client.RowsAsync("FETCH 1 FROM other")).ShouldBe([$"{-i - 1}"]);
            (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(100_000);
        }

        await client.ExecuteAsync("COMMIT");
        await client.FailsAsync("FETCH 1 FROM other", "34000");
        await new SourceActivity(landscape.Cluster, database).UntilIdleAsync();
    }

    [Fact]
    public async Task A_held_cursor_outlives_its_block()
    {
        var (source, _) = await CreateAsync();
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync($"DECLARE held CURSOR WITH HOLD FOR SELECT a FROM {source}.public.t ORDER BY a");
        (await client.RowsAsync("FETCH 2 FROM held")).ShouldBe(["1", "2"]);
        await client.ExecuteAsync("COMMIT");
        (await client.RowsAsync("FETCH ALL FROM held")).Count.ShouldBe(8);
        await client.ExecuteAsync("CLOSE held");
    }

    [Fact]
    public async Task A_block_ends_at_the_source_when_its_client_disappears()
    {
        var (source, database) = await CreateAsync();
        await using (var client = await landscape.OpenAsync())
        {
            await client.ExecuteAsync("BEGIN");
            (await client.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(10);
        }

        await new SourceActivity(landscape.Cluster, database).UntilIdleAsync();
    }

    private async Task<(string Source, string Database)> CreateAsync(string tables = Tables)
    {
        var source = await landscape.CreateSourceAsync(tables);
        return (source, source);
    }
}
