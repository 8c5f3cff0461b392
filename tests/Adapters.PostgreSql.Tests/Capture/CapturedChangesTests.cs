using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>What the stream tells of each kind of change.</summary>
public sealed class CapturedChangesTests(CaptureFixture fixture)
{
    /// <summary>A text that is stored out of line and not compressed.</summary>
    private const string Large = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 400) i)";

    [Fact]
    public async Task With_the_primary_key_as_identity_old_rows_are_known_by_it()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY, v text)", "t");
        await capture.RunAsync("""
            INSERT INTO t VALUES (1, 'a'), (2, NULL);
            UPDATE t SET v = 'b' WHERE id = 1;
            UPDATE t SET id = 3 WHERE id = 1;
            DELETE FROM t WHERE id = 2;
            """);
        (await capture.ReadRowsAsync()).ShouldBe(["I|1|a", "I|2|∅", "U|1|b", "X|1|?", "I|3|b", "X|2|?"]);
    }

    [Fact]
    public async Task With_the_whole_row_as_identity_old_values_are_told()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int, v text, w text); ALTER TABLE t REPLICA IDENTITY FULL", "t");
        await capture.RunAsync("""
            INSERT INTO t VALUES (1, 'a', NULL), (1, 'a', NULL);
            UPDATE t SET v = 'b', id = 2 WHERE ctid = '(0,1)';
            DELETE FROM t;
            """);
        (await capture.ReadRowsAsync()).ShouldBe(["I|1|a|∅", "I|1|a|∅", "B|1|a|∅", "U|2|b|∅", "D|1|a|∅", "D|2|b|∅"]);
    }

    [Fact]
    public async Task With_an_index_as_identity_old_rows_are_known_by_its_columns()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, """
            CREATE TABLE t (a text, code int NOT NULL, part int NOT NULL);
            CREATE UNIQUE INDEX t_key ON t (part, code);
            ALTER TABLE t REPLICA IDENTITY USING INDEX t_key;
            """, "t");
        (await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        capture.Tables[0].Key.ShouldBe([2, 1]);
        await capture.RunAsync("INSERT INTO t VALUES ('x', 1, 2); UPDATE t SET a = 'y'; UPDATE t SET code = 5; DELETE FROM t");
        (await capture.ReadRowsAsync()).ShouldBe(["I|x|1|2", "U|y|1|2", "X|?|1|2", "I|y|5|2", "X|?|5|2"]);
    }

    [Fact]
    public async Task Another_identity_counts_from_the_next_row_on()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY, v text)", "t");
        await capture.RunAsync("INSERT INTO t VALUES (1, 'a'); UPDATE t SET v = 'b'; ALTER TABLE t REPLICA IDENTITY FULL; UPDATE t SET v = 'c'; ALTER TABLE t REPLICA IDENTITY DEFAULT; UPDATE t SET v = 'd'; DELETE FROM t");
        (await capture.ReadRowsAsync()).ShouldBe(["I|1|a", "U|1|b", "B|1|b", "U|1|c", "U|1|d", "X|1|?"]);
    }

    [Fact]
    public async Task Without_an_identity_inserts_are_told_and_the_server_refuses_the_rest()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (v int); CREATE TABLE n (id int PRIMARY KEY); ALTER TABLE n REPLICA IDENTITY NOTHING", "t", "n");
        await capture.RunAsync("INSERT INTO t VALUES (1), (1); INSERT INTO n VALUES (7); TRUNCATE t");
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => capture.RunAsync("DELETE FROM n"))).SqlState.ShouldBe("55000");
        (await capture.ReadRowsAsync()).ShouldBe(["I1|1", "I1|1", "I2|7", "T1"]);
    }

    [Fact]
    public async Task A_large_value_that_stayed_is_untold()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, $"""
            CREATE TABLE t (id int PRIMARY KEY, v int, large text);
            ALTER TABLE t ALTER large SET STORAGE EXTERNAL;
            INSERT INTO t VALUES (1, 1, {Large});
            """, "t");
        await capture.RunAsync("UPDATE t SET v = 2; UPDATE t SET id = 5; UPDATE t SET large = 'small'; UPDATE t SET id = 6");
        (await capture.ReadRowsAsync()).ShouldBe(["U|1|2|?", "B|1|?|?", "U|5|2|?", "U|5|2|small", "X|5|?|?", "I|6|2|small"]);
    }

    [Fact]
    public async Task A_large_value_that_stayed_is_taken_from_the_old_row_where_that_is_told()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, $"""
            CREATE TABLE t (id int, large text);
            ALTER TABLE t ALTER large SET STORAGE EXTERNAL;
            ALTER TABLE t REPLICA IDENTITY FULL;
            INSERT INTO t VALUES (1, {Large});
            """, "t");
        await capture.RunAsync("UPDATE t SET id = 2");
        var rows = await capture.ReadRowsAsync();
        rows.Count.ShouldBe(2);
        rows[0].Length.ShouldBe(4 + (32 * 400));
        rows[1].ShouldBe("U|2" + rows[0][3..]);
    }

    [Fact]
    public async Task Truncating_tells_of_each_table_and_is_alone_among_its_rows()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, """
            CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a); CREATE TABLE c (id int PRIMARY KEY REFERENCES a); CREATE TABLE d (id int PRIMARY KEY)
            """, "a", "b", "d");
        await capture.RunAsync("BEGIN; INSERT INTO a VALUES (1); INSERT INTO d VALUES (1); TRUNCATE a CASCADE; INSERT INTO a VALUES (2); INSERT INTO b VALUES (2); INSERT INTO d VALUES (2); COMMIT");
        await using var stream = await capture.OpenAsync();
        var chunks = await capture.ReadChunksAsync(stream);
        chunks.SelectMany(capture.Text).ShouldBe(["I1|1", "I3|1", "T1", "T2", "I1|2", "I2|2", "I3|2"]);
        foreach (var table in chunks.SelectMany(chunk => chunk.Tables))
        {
            var kinds = Enumerable.Range(0, table.Rows.Length).Select(row => table.Rows.Column(ChangeColumns.Kind).GetString(row)).ToList();
            if (kinds.Contains("T")) kinds.ShouldBe(["T"]);
        }

        chunks.Select(chunk => chunk.EndsInTransaction).ShouldBe([true, true, false]);
        chunks.Select(chunk => chunk.Transactions[^1].Id).Distinct().Count().ShouldBe(1);
        chunks.ForEach(chunk => chunk.Dispose());
    }

    [Fact]
    public async Task Partitions_are_told_as_their_table()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, """
            CREATE TABLE t (id int PRIMARY KEY, v text) PARTITION BY RANGE (id);
            CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
            CREATE TABLE t2 (v text, id int NOT NULL); ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (10) TO (20);
            """, "t");
        (await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await capture.RunAsync("""
            INSERT INTO t VALUES (1, 'a'), (11, 'b'); INSERT INTO t2 VALUES ('c', 12);
            CREATE TABLE t3 PARTITION OF t FOR VALUES FROM (20) TO (30);
            INSERT INTO t VALUES (21, 'd'); UPDATE t SET id = 15 WHERE id = 1; UPDATE t SET v = 'B' WHERE id = 11; DELETE FROM t2 WHERE id = 12; TRUNCATE t;
            """);
        (await capture.ReadRowsAsync()).ShouldBe(["I|1|a", "I|11|b", "I|12|c", "I|21|d", "X|1|?", "I|15|a", "U|11|B", "X|12|?", "T"]);
    }

    [Fact]
    public async Task What_was_rolled_back_is_not_told()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY)", "t");
        await capture.RunAsync("BEGIN; INSERT INTO t VALUES (1); ROLLBACK");
        await capture.RunAsync("BEGIN; INSERT INTO t VALUES (2); SAVEPOINT s; INSERT INTO t VALUES (3); ROLLBACK TO s; INSERT INTO t VALUES (4); COMMIT");
        (await capture.ReadRowsAsync()).ShouldBe(["I|2", "I|4"]);
    }

    [Fact]
    public async Task A_large_transaction_comes_in_parts()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY, v text); CREATE TABLE s (id int)", "t", "s");
        await capture.RunAsync("INSERT INTO s VALUES (1)");
        await capture.RunAsync("BEGIN; INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 25000) i; INSERT INTO s VALUES (2); COMMIT; INSERT INTO s VALUES (3)");
        await using var stream = await capture.OpenAsync();
        var chunks = (await capture.ReadChunksAsync(stream)).Where(chunk => chunk.Tables.Count > 0).ToList();
        chunks.Count(chunk => chunk.EndsInTransaction).ShouldBe(2);
        var large = chunks.First(chunk => chunk.EndsInTransaction).Transactions[^1];
        for (var i = 0; i < chunks.Count; i++)
        {
            if (i > 0 && chunks[i - 1].EndsInTransaction) chunks[i].Transactions[0].ShouldBe(large);
            chunks[i].Tables.Sum(table => table.Rows.Length).ShouldBeLessThanOrEqualTo(10_000);
            if (chunks[i].EndsInTransaction && chunks[i].Transactions.Count == 1) chunks[i].End.ShouldBeNull();
        }

        var rows = chunks.SelectMany(chunk => chunk.Tables.Where(table => table.Table == 1)).SelectMany(table => Enumerable.Range(0, table.Rows.Length).Select(row => (
            Sequence: table.Rows.Column(ChangeColumns.Sequence).GetValue<long>(row), Id: table.Rows.Column(ChangeColumns.Count).GetValue<int>(row)))).ToList();
        rows.ShouldBe(Enumerable.Range(0, 25_000).Select(i => ((long)i, i + 1)));
        chunks.SelectMany(capture.Text).Where(row => row[1] == '2').ShouldBe(["I2|1", "I2|2", "I2|3"]);
        chunks.ForEach(chunk => chunk.Dispose());
    }

    [Fact]
    public async Task Transactions_come_in_commit_order_with_their_ids_and_times()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int, x xid8 DEFAULT pg_current_xact_id())", "t");
        await using var first = await capture.Test.Cluster.DataSource(capture.Test.Database).OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await first.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var insert = new Npgsql.NpgsqlCommand("INSERT INTO t VALUES (1)", first, transaction);
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await capture.RunAsync("INSERT INTO t VALUES (2)");
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        await using var stream = await capture.OpenAsync();
        var chunks = await capture.ReadChunksAsync(stream);
        var transactions = chunks.SelectMany(chunk => chunk.Transactions).Where(transaction => transaction.Id.Length > 0).ToList();
        chunks.SelectMany(capture.Text).ShouldBe([$"I|2|{transactions[0].Id}", $"I|1|{transactions[1].Id}"]);
        (transactions[0].Position < transactions[1].Position).ShouldBeTrue();
        foreach (var transaction in transactions) (DateTime.UtcNow - transaction.CommitTime).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
        chunks.ForEach(chunk => chunk.Dispose());
    }

    [Fact]
    public async Task Markers_stand_between_what_was_committed_before_and_after_and_those_of_others_are_ignored()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int)", "t");
        await using var stream = await capture.OpenAsync();
        await capture.RunAsync("INSERT INTO t VALUES (1); SELECT pg_logical_emit_message(true, 'other', 'B1'); SELECT pg_logical_emit_message(false, 'other', 'B1')");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|1"]);
        await capture.RunAsync("INSERT INTO t VALUES (2)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|2"]);
    }

    [Fact]
    public async Task Other_tables_are_not_told()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int); CREATE TABLE other (id int)", "t");
        await capture.RunAsync("INSERT INTO other VALUES (1); INSERT INTO t VALUES (2)");
        (await capture.ReadRowsAsync()).ShouldBe(["I|2"]);
    }
}
