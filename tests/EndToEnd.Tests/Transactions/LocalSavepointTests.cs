using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>Going back to savepoints between changes of local tables: by clients, beside others who write, after failures.</summary>
public sealed class LocalSavepointTests(Landscape landscape)
{
    [Fact]
    public async Task Psql_goes_on_after_errors()
    {
        var schema = await landscape.CreateSchemaAsync();
        const string script = """
            \set ON_ERROR_ROLLBACK on
            BEGIN;
            CREATE TABLE t (id int PRIMARY KEY, v text);
            INSERT INTO t VALUES (1, 'one');
            INSERT INTO t VALUES (1, 'twice');
            INSERT INTO t VALUES (2, 'two');
            SELECT 1 / (id - id) FROM t;
            UPDATE t SET v = v || '!';
            SELECT nothing FROM t;
            COMMIT;
            """;
        var result = await Psql.RunAsync(landscape.Gateway, ["-q", "-f", "-"], $"SET search_path TO {schema};\n{script}");

        result.Error.Split("ERROR:").Length.ShouldBe(4, result.Error);
        await using var client = await landscape.OpenAsync(builder => builder.SearchPath = schema);
        (await client.RowsAsync("SELECT id, v FROM t ORDER BY id")).ShouldBe(["1|one!", "2|two!"]);
    }

    [Fact]
    public async Task Npgsql_saves_and_rolls_back()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await using (var transaction = await client.Connection.BeginTransactionAsync())
        {
            await client.ExecuteAsync("INSERT INTO t VALUES (1)");
            await transaction.SaveAsync("first");
            await client.FailsAsync("INSERT INTO t VALUES (2), (1)", "23505");
            await transaction.RollbackAsync("first");
            await client.ExecuteAsync("INSERT INTO t VALUES (3)");
            await transaction.SaveAsync("second");
            await client.ExecuteAsync("DELETE FROM t");
            await transaction.RollbackAsync("second");
            await transaction.ReleaseAsync("first");
            await transaction.CommitAsync();
        }

        (await client.RowsAsync("SELECT id FROM t ORDER BY id")).ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task Rows_copied_before_and_behind_a_savepoint()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, b text); BEGIN");
        await CopyAsync("COPY t FROM STDIN", "1\tone\n2\ttwo\n");
        await client.ExecuteAsync("SAVEPOINT s");
        await Should.ThrowAsync<PostgresException>(() => CopyAsync("COPY t FROM STDIN", "3\tthree\nx\ty\n"));
        await client.ExecuteAsync("ROLLBACK TO s");
        await CopyAsync("COPY t (b, a) FROM STDIN", "four\t4\n");
        await client.ExecuteAsync("COMMIT");

        (await client.RowsAsync("SELECT a, b FROM t ORDER BY a")).ShouldBe(["1|one", "2|two", "4|four"]);

        async Task CopyAsync(string sql, string text)
        {
            await using var writer = await client.Connection.BeginTextImportAsync(sql);
            await writer.WriteAsync(text);
        }
    }

    [Fact]
    public async Task A_cursor_older_than_the_savepoint_goes_on()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int); BEGIN; INSERT INTO t SELECT i FROM generate_series(1, 4) AS g(i); DECLARE c CURSOR FOR SELECT a FROM t ORDER BY a");
        (await client.RowsAsync("FETCH 1 c")).ShouldBe(["1"]);
        await client.ExecuteAsync("SAVEPOINT s; DELETE FROM t; ROLLBACK TO s");
        (await client.RowsAsync("FETCH ALL c")).ShouldBe(["2", "3", "4"]);
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(4);
        await client.ExecuteAsync("ROLLBACK");
    }

    [Fact]
    public async Task Changes_at_a_source_go_back_with_those_here()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE r (a int PRIMARY KEY)");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE TABLE t (a int); IMPORT FOREIGN SCHEMA public FROM SERVER {source} INTO {client.Schema}");
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1); INSERT INTO r VALUES (1); SAVEPOINT s");
        await client.ExecuteAsync("INSERT INTO t VALUES (2); INSERT INTO r VALUES (2)");
        await client.FailsAsync("INSERT INTO r VALUES (1)", "23505");
        await client.ExecuteAsync("ROLLBACK TO s; INSERT INTO t VALUES (3); INSERT INTO r VALUES (3); COMMIT");

        (await client.RowsAsync("SELECT a FROM t ORDER BY a")).ShouldBe(["1", "3"]);
        (await client.RowsAsync("SELECT a FROM r ORDER BY a")).ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task What_others_commit_meanwhile_stays()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, n int, m int); INSERT INTO t VALUES (1, 1, 1), (2, 2, 2), (3, 3, 3)");
        await client.ExecuteAsync("BEGIN; UPDATE t SET n = 10 WHERE id = 1; UPDATE t SET n = n WHERE id = 2; DELETE FROM t WHERE id = 3; SAVEPOINT s");
        await other.ExecuteAsync("UPDATE t SET m = 20 WHERE id = 2");
        await other.ExecuteAsync("INSERT INTO t VALUES (4, 4, 4)");
        await client.FailsAsync("INSERT INTO t VALUES (1, 0, 0)", "23505");
        await client.ExecuteAsync("ROLLBACK TO s; COMMIT");

        (await client.RowsAsync("SELECT id, n, m FROM t ORDER BY id")).ShouldBe(["1|10|1", "2|2|20", "4|4|4"]);
    }

    /// <summary>The store moves rows when a checkpoint drops removed ones, but there is none while a transaction writes.</summary>
    [Fact]
    public async Task Rows_are_found_again_after_others_have_removed_many()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (id int, n int); INSERT INTO t SELECT i, 0 FROM generate_series(1, 300000) AS g(i)");
        await client.ExecuteAsync("BEGIN; UPDATE t SET n = 1 WHERE id = 290000; DELETE FROM t WHERE id = 290001; INSERT INTO t VALUES (0, 1); SAVEPOINT s");
        await other.ExecuteAsync("DELETE FROM t WHERE id BETWEEN 10 AND 280000");
        await other.ExecuteAsync("CHECKPOINT");
        other.Notices.ShouldHaveSingleItem().MessageText.ShouldContain("transactions write");
        await client.FailsAsync("SELECT 1 / (id - id) FROM t", "22012");
        await client.ExecuteAsync("ROLLBACK TO s");
        await other.ExecuteAsync("INSERT INTO t VALUES (300001, 2)");
        await other.ExecuteAsync("CHECKPOINT");
        await client.ExecuteAsync("UPDATE t SET n = 3 WHERE id = 290002; SAVEPOINT s2; DELETE FROM t; ROLLBACK TO s2");
        await client.ExecuteAsync("COMMIT");

        (await client.RowsAsync("SELECT id, n FROM t WHERE n > 0 ORDER BY id")).ShouldBe(["0|1", "290000|1", "290002|3", "300001|2"]);
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(9 + 20000 - 1 + 2);
    }

    [Fact]
    public async Task A_key_that_another_took_meanwhile_fails_the_transaction()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1, 'mine'); SAVEPOINT s; INSERT INTO t VALUES (2, 'mine')");
        await other.ExecuteAsync("INSERT INTO t VALUES (1, 'theirs')");

        await client.FailsAsync("ROLLBACK TO s", "40001");
        await client.FailsAsync("SELECT 1", "25P02");
        await client.FailsAsync("ROLLBACK TO s", "40001");
        await client.ExecuteAsync("ROLLBACK");
        (await client.RowsAsync("SELECT id, v FROM t")).ShouldBe(["1|theirs"]);
        await client.ExecuteAsync("INSERT INTO t VALUES (2, 'mine')");
    }

    [Fact]
    public async Task Who_asks_for_one_snapshot_is_never_shown_another()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (a int); CREATE TABLE seen (a int)");
        await client.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ; INSERT INTO t VALUES (1); SAVEPOINT s; INSERT INTO t VALUES (2)");
        await other.ExecuteAsync("INSERT INTO seen VALUES (1)");
        (await client.NumberAsync("SELECT count(*) FROM seen")).ShouldBe(0);
        await client.FailsAsync("ROLLBACK TO s", "40001");
        await client.ExecuteAsync("ROLLBACK");

        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s; INSERT INTO t VALUES (2)");
        await other.ExecuteAsync("INSERT INTO seen VALUES (2)");
        await client.ExecuteAsync("ROLLBACK TO s");
        (await client.NumberAsync("SELECT count(*) FROM seen")).ShouldBe(2);
        await client.ExecuteAsync("COMMIT");
        (await client.RowsAsync("SELECT a FROM t")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Others_may_change_definitions_when_the_change_behind_the_savepoint_is_taken_back()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s; CREATE TABLE u (a int); ROLLBACK TO s");
        await other.ExecuteAsync("CREATE TABLE u (b text)");
        await client.ExecuteAsync("COMMIT");

        (await client.RowsAsync("SELECT a FROM t")).ShouldBe(["1"]);
        (await client.RowsAsync("SELECT b FROM u")).ShouldBe([]);
    }

    [Fact]
    public async Task The_audit_log_tells_what_was_taken_back()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("BEGIN; CREATE TABLE kept (a int); SAVEPOINT s; CREATE TABLE gone (a int); ROLLBACK TO s; COMMIT");

        (await client.RowsAsync("SELECT object_name, event_status FROM sys.audit_log WHERE event_action = 'CREATE TABLE' AND connection_id = pg_backend_pid() ORDER BY object_name"))
            .ShouldBe(["gone|ROLLED BACK", "kept|SUCCESSFUL"]);
    }
}
