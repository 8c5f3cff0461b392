using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>Blocks that write to a source: what they see, savepoints, the one writer, errors.</summary>
public sealed class BlockWriteTests(Landscape landscape)
{
    private const string Tables = "CREATE TABLE t (a int PRIMARY KEY, b text); INSERT INTO t VALUES (1, 'one')";

    [Fact]
    public async Task A_block_sees_what_it_wrote_and_others_only_when_it_is_committed()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await using var other = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
        (await client.ExecuteAsync("INSERT INTO t VALUES (2, 'two'), (3, 'three')")).ShouldBe(2);
        (await client.ExecuteAsync("UPDATE t SET b = 'zwei' WHERE a = 2")).ShouldBe(1);
        (await client.ExecuteAsync("DELETE FROM t WHERE a = 1")).ShouldBe(1);
        (await client.RowsAsync("SELECT a, b FROM t ORDER BY a")).ShouldBe(["2|zwei", "3|three"]);

        // In a remainder, and twice in one statement.
        (await client.NumberAsync("SELECT count(*) FROM t x JOIN t y ON x.a >= y.a JOIN crm.customers c ON c.id = y.a")).ShouldBe(3);
        (await other.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(1);
        await client.ExecuteAsync("COMMIT");
        (await other.NumberAsync($"SELECT count(*) FROM {source}.public.t")).ShouldBe(2);
        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
    }

    [Fact]
    public async Task A_rolled_back_block_leaves_nothing_at_the_source()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (2, 'two'); CREATE TABLE mine (n int); INSERT INTO mine VALUES (1)");
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
        await client.FailsAsync("SELECT * FROM mine", "42P01");
        await client.ExecuteAsync("BEGIN; DELETE FROM t");
        await client.FailsAsync("INSERT INTO t VALUES (1 / 0, '')", "22012");
        (await new SourceActivity(landscape.Cluster, source).BusyAsync()).ShouldBe(0);
        await client.ExecuteAsync("COMMIT");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
    }

    [Fact]
    public async Task Statements_of_one_request_are_one_transaction_at_the_source()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        var failed = await Psql.RunAsync(landscape.Gateway, ["-c", $"INSERT INTO {source}.public.t VALUES (2, 'two'); INSERT INTO {source}.public.t VALUES (1, 'again')"]);
        failed.Error.ShouldContain("t_pkey");
        await using var client = await OpenAsync(source);
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
        (await Psql.RunAsync(landscape.Gateway, ["-c", $"INSERT INTO {source}.public.t VALUES (2, 'two'); UPDATE {source}.public.t SET b = 'x'"])).Error.ShouldBeEmpty();
        (await client.RowsAsync("SELECT a, b FROM t ORDER BY a")).ShouldBe(["1|x", "2|x"]);
    }

    [Fact]
    public async Task A_second_source_is_refused_before_anything_is_changed_there()
    {
        var (first, second) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"BEGIN; INSERT INTO {first}.public.t VALUES (2, 'two')");
        (await client.NumberAsync($"SELECT count(*) FROM {second}.public.t")).ShouldBe(1);
        var error = await client.FailsAsync($"INSERT INTO {second}.public.t VALUES (2, 'two')", "0A000");
        error.MessageText.ShouldContain($"\"{first}\"");
        error.MessageText.ShouldContain($"\"{second}\"");
        await client.FailsAsync("SELECT 1", "25P02");
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync($"SELECT count(*) FROM {first}.public.t, {second}.public.t")).ShouldBe(1);

        // When the first write was taken back, the other may be the writer.
        await client.ExecuteAsync($"BEGIN; SAVEPOINT s; INSERT INTO {first}.public.t VALUES (2, 'two'); ROLLBACK TO s; INSERT INTO {second}.public.t VALUES (2, 'two'); COMMIT");
        (await client.RowsAsync($"SELECT (SELECT count(*) FROM {first}.public.t), (SELECT count(*) FROM {second}.public.t)")).ShouldBe(["1|2"]);
    }

    [Fact]
    public async Task Savepoints_take_back_a_part_at_the_source()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (2, 'two'); SAVEPOINT s; INSERT INTO t VALUES (3, 'three')");
        await client.FailsAsync("INSERT INTO t VALUES (2, 'again')", "23505");
        await client.FailsAsync("SELECT 1", "25P02");
        await client.ExecuteAsync("ROLLBACK TO s");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(2);
        await client.ExecuteAsync("INSERT INTO t VALUES (4, 'four'); RELEASE s; COMMIT");
        (await client.RowsAsync("SELECT a FROM t ORDER BY a")).ShouldBe(["1", "2", "4"]);
    }

    [Fact]
    public async Task Psql_goes_on_after_errors_with_on_error_rollback()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        var result = await Psql.RunAsync(
            landscape.Gateway,
            ["-At", "-q"],
            $"""
             \set ON_ERROR_ROLLBACK on
             SET search_path = {source};
             BEGIN;
             INSERT INTO {source}.public.t VALUES (2, 'two');
             INSERT INTO {source}.public.t VALUES (2, 'again');
             SELECT 1 / 0;
             INSERT INTO {source}.public.t VALUES (3, 'three');
             SELECT count(*) FROM {source}.public.t;
             COMMIT;
             """);
        result.Output.ShouldBe("3\n");
        result.Error.ShouldContain("t_pkey");
        (await landscape.Cluster.QueryValueAsync("SELECT count(*) FROM t", source)).ShouldBe(3L);
    }

    [Fact]
    public async Task A_cursor_opened_before_a_write_does_not_see_it_and_one_behind_it_does()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("BEGIN; DECLARE before CURSOR FOR SELECT a FROM t ORDER BY a");
        await client.ExecuteAsync("INSERT INTO t SELECT i FROM generate_series(2, 3000) i");
        await client.ExecuteAsync("DECLARE behind CURSOR FOR SELECT a FROM t ORDER BY a; DECLARE kept CURSOR WITH HOLD FOR SELECT a FROM t ORDER BY a");
        (await client.RowsAsync("FETCH 5 FROM before")).ShouldBe(["1"]);
        (await client.RowsAsync("FETCH 2 FROM behind")).ShouldBe(["1", "2"]);
        await client.ExecuteAsync("DELETE FROM t WHERE a > 10");
        (await client.RowsAsync("FETCH ALL FROM behind")).Count.ShouldBe(2998);
        await client.ExecuteAsync("ROLLBACK; BEGIN; INSERT INTO t VALUES (2); DECLARE kept CURSOR WITH HOLD FOR SELECT a FROM t ORDER BY a; COMMIT");
        (await client.RowsAsync("FETCH ALL FROM kept")).ShouldBe(["1", "2"]);
        await client.ExecuteAsync("CLOSE kept");
    }

    [Fact]
    public async Task A_read_only_transaction_does_not_write_to_a_source()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("BEGIN READ ONLY");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
        await client.FailsAsync("DELETE FROM t", "25006");
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
    }

    [Fact]
    public async Task Writers_of_the_same_rows_outside_of_blocks_wait_for_each_other()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 0)");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var client = await OpenAsync(source);
            for (var i = 0; i < 10; i++) (await client.ExecuteAsync("UPDATE t SET n = n + 1 WHERE a = 1")).ShouldBe(1);
        }));
        (await landscape.Cluster.QueryValueAsync("SELECT n FROM t", source)).ShouldBe(40);
    }

    [Fact]
    public async Task A_deferred_constraint_fails_the_commit_at_both_places()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1)");
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("CREATE TABLE mine (n int)");
        await client.ExecuteAsync("BEGIN; INSERT INTO mine VALUES (1); INSERT INTO t VALUES (1)");
        await client.FailsAsync("COMMIT", "23505");
        (await client.NumberAsync("SELECT count(*) FROM mine")).ShouldBe(0);
        (await landscape.Cluster.QueryValueAsync("SELECT count(*) FROM t", source)).ShouldBe(1L);
    }

    [Fact]
    public async Task Definitions_and_writes_at_a_source_commit_together()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (2, 'two'); CREATE TABLE copied AS SELECT * FROM t; CREATE VIEW seen AS SELECT count(*) AS n FROM copied");
        await other.FailsAsync("SELECT n FROM seen", "42P01");
        await client.ExecuteAsync("COMMIT");
        (await other.NumberAsync("SELECT n FROM seen")).ShouldBe(2);
        (await landscape.Cluster.QueryValueAsync("SELECT count(*) FROM t", source)).ShouldBe(2L);
        (await client.RowsAsync("SELECT * FROM m_transaction_outcomes WHERE remote_source_name = '" + source + "'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_is_defined_in_the_block_is_not_written_to_with_local_tables()
    {
        var database = await landscape.CreateSourceAsync(Tables);
        var name = $"{database}_new";
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"BEGIN; {landscape.CreateSource(name, database)}; INSERT INTO {name}.public.t VALUES (2, 'two')");
        (await client.FailsAsync("COMMIT", "0A000")).MessageText.ShouldContain(name);
        (await landscape.Cluster.QueryValueAsync("SELECT count(*) FROM t", database)).ShouldBe(1L);
        await client.FailsAsync($"SELECT * FROM {name}.public.t", "42704");
    }

    /// <summary>A session in a schema of its own, with the source's table as virtual table <c>t</c>.</summary>
    private async Task<GatewayClient> OpenAsync(string source)
    {
        var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE t AT \"{source}\".\"{source}\".\"public\".\"t\"");
        return client;
    }
}
