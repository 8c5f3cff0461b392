using System.Globalization;
using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Replication tasks: from nothing to following by one statement.</summary>
public sealed class ReplicationTaskTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Addresses =
        """
        CREATE TABLE address_input (customer_id varchar(10) PRIMARY KEY, street text, city text, postalcode text, country char(2));
        ALTER TABLE address_input REPLICA IDENTITY FULL;
        INSERT INTO address_input VALUES ('1', 'Dietmar-Hopp-Allee 16', 'Walldorf', '69190', 'DE');
        """;

    // What happened to t, by the source's own account.
    private const string Journaled =
        """
        CREATE TABLE t (id int PRIMARY KEY, version int NOT NULL, note text);
        CREATE TABLE "Other Things" (a int, b text, v numeric(10, 2), PRIMARY KEY (b, a));
        CREATE TABLE unkeyed (x int, y text);
        ALTER TABLE unkeyed REPLICA IDENTITY FULL;
        CREATE VIEW seen AS SELECT * FROM t;
        CREATE TABLE journal (n bigserial PRIMARY KEY, kind text, id int, version int);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN INSERT INTO journal (kind, id) VALUES ('X', OLD.id);
            ELSE INSERT INTO journal (kind, id, version) VALUES (CASE TG_OP WHEN 'INSERT' THEN 'I' ELSE 'U' END, NEW.id, NEW.version); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note();
        INSERT INTO t SELECT i, 0, repeat('x', i % 50) FROM generate_series(1, 20000) i;
        INSERT INTO "Other Things" SELECT i, 'b' || i % 3, i / 3.0 FROM generate_series(1, 3000) i;
        INSERT INTO unkeyed SELECT i % 2, NULL FROM generate_series(1, 10) i;
        """;

    [Fact]
    public async Task The_usual_example_in_the_three_modes()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Addresses);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE SCHEMA r");
        foreach (var (name, mode) in new[] { ("same", "REPLICATION"), ("marked", "LOGICAL DELETE"), ("kept", "PRESERVE ALL") })
        {
            await client.ExecuteAsync($"CREATE REPLICATION TASK r.{name} FROM v.address_input TO r.{name} MODE {mode}");
            await client.ExecuteAsync($"START TASK r.{name}");
        }

        (await client.RowsAsync("""SELECT customer_id, "_CHANGE_TYPE", "_CHANGE_SEQUENCE" FROM r.kept""")).ShouldBe(["1|I|0"]);
        await plant.AtSourceAsync("INSERT INTO address_input VALUES ('2', 'North 1st Street', 'San Jose', '????', 'US')");
        await plant.AtSourceAsync("INSERT INTO address_input VALUES ('3', 'Hill Rd Drive 532', 'LA', '90003', 'US')");
        await plant.AtSourceAsync("UPDATE address_input SET postalcode = '95121' WHERE customer_id = '2'");
        await plant.AtSourceAsync("DELETE FROM address_input WHERE customer_id = '1'");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM r.same ORDER BY 1", "2|North 1st Street|San Jose|95121|US", "3|Hill Rd Drive 532|LA|90003|US");
        await ReplicationPlant.UntilAsync(client, """SELECT customer_id, city, postalcode, "_CHANGE_TYPE" FROM r.marked ORDER BY 1""", "1|Walldorf|69190|D", "2|San Jose|95121|A", "3|LA|90003|A");
        await ReplicationPlant.UntilAsync(
            client, """SELECT "_CHANGE_TYPE", customer_id, city, postalcode, "_CHANGE_SEQUENCE" FROM r.kept ORDER BY "_CHANGE_TIME", "_CHANGE_SEQUENCE" """,
            "I|1|Walldorf|69190|0", "I|2|San Jose|????|0", "I|3|LA|90003|0", "B|2|San Jose|????|0", "U|2|San Jose|95121|1", "D|1|Walldorf|69190|0");
        (await client.RowsAsync("SELECT task_name, status, processed_records, total_progress_percent FROM task_executions ORDER BY task_execution_id")).ShouldBe(
            ["same|COMPLETED|1|100", "marked|COMPLETED|1|100", "kept|COMPLETED|1|100"]);
    }

    [Fact]
    public async Task A_condition_chooses_the_rows_that_are_loaded_and_those_that_follow()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Addresses);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE REPLICATION TASK here FROM v.address_input TO here MODE REPLICATION WHERE country = 'DE' AND city <> 'Berlin'");
        await client.ExecuteAsync("START TASK here");
        (await client.RowsAsync("SELECT customer_id FROM here")).ShouldBe(["1"]);
        await plant.AtSourceAsync("INSERT INTO address_input VALUES ('2', '', 'Berlin', '', 'DE'), ('3', '', 'Bonn', '', 'DE'), ('4', '', 'Bonn', '', 'US'); UPDATE address_input SET city = 'Berlin' WHERE customer_id = '1'");
        await ReplicationPlant.UntilAsync(client, "SELECT customer_id FROM here ORDER BY 1", "3");
        await client.ExecuteAsync("DROP TASK here");
        (await client.RowsAsync("SELECT count(*) FROM remote_subscriptions")).ShouldBe(["0"]);
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
    }

    [Theory]
    [InlineData("REPLICATION")]
    [InlineData("PRESERVE ALL")]
    public async Task All_tables_of_a_schema_are_loaded_and_follow_while_a_writer_runs(string mode)
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Journaled);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE SCHEMA r");
        using var end = new CancellationTokenSource();
        var writer = WriteAsync(plant, end.Token);
        await client.ExecuteAsync($"CREATE REPLICATION TASK everything FROM s.public TO r MODE {mode}");
        await client.ExecuteAsync("START TASK everything");
        (await client.RowsAsync("SELECT count(*) FROM virtual_tables WHERE schema_name = 'r' AND table_name LIKE 'VT|_%' ESCAPE '|'")).ShouldBe(["4"]);
        (await client.RowsAsync("SELECT DISTINCT state FROM m_remote_subscriptions")).ShouldBe(["APPLY_CHANGE_DATA"]);
        await Task.Delay(500, CancellationToken.None);
        await end.CancelAsync();
        (await writer).ShouldBeGreaterThan(5);
        if (mode == "REPLICATION")
        {
            foreach (var (table, order) in new[] { ("t", "1"), ("\"Other Things\"", "2, 1"), ("unkeyed", "1"), ("journal", "1") })
                await ReplicationPlant.UntilAsync(client, $"SELECT * FROM r.{table} ORDER BY {order}", [.. await plant.SourceRowsAsync($"SELECT * FROM {table} ORDER BY {order}")]);
        }
        else await EachChangeIsKeptOnceAsync(plant, client);

        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
        (await OfAsync(client, "START TASK everything")).SqlState.ShouldBe("55000");
    }

    [Fact]
    public async Task A_condition_over_a_schema_is_that_of_each_of_its_tables()
    {
        const string Tables = "CREATE TABLE a (id int PRIMARY KEY, country text); CREATE TABLE \"B b\" (country text, n int, PRIMARY KEY (n)); INSERT INTO a VALUES (1, 'DE'), (2, 'US'); INSERT INTO \"B b\" VALUES ('US', 1), ('DE', 2), (NULL, 3)";
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE SCHEMA r; CREATE REPLICATION TASK germans FROM s.public TO r MODE REPLICATION WHERE country = 'DE'");
        await client.ExecuteAsync("START TASK germans");
        (await client.RowsAsync("SELECT id FROM r.a UNION ALL SELECT n FROM r.\"B b\" ORDER BY 1")).ShouldBe(["1", "2"]);
        (await client.RowsAsync("SELECT query_string FROM tasks")).ShouldBe(["country = 'DE'"]);
        await plant.AtSourceAsync("INSERT INTO a VALUES (5, 'DE'), (6, 'US'); UPDATE \"B b\" SET country = 'AT' WHERE n = 2; UPDATE \"B b\" SET country = 'DE' WHERE n = 3");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM r.a UNION ALL SELECT n FROM r.\"B b\" ORDER BY 1", "1", "3", "5");

        // A table that does not have the column is named, by CREATE in the statement and by START when it came later.
        await plant.AtSourceAsync("CREATE TABLE c (id int PRIMARY KEY)");
        const string Wrong = "CREATE REPLICATION TASK more FROM s.public TO r MODE REPLICATION WHERE country = 'DE'";
        var created = await OfAsync(client, Wrong);
        (created.SqlState, created.MessageText, created.Position).ShouldBe(("42703", "the condition does not fit table \"c\" of the source: column \"country\" does not exist", Wrong.IndexOf("country", StringComparison.Ordinal) + 1));
        var started = await OfAsync(client, "START TASK germans");
        (started.SqlState, started.MessageText).ShouldBe(("42703", "the condition does not fit table \"c\" of the source: column \"country\" does not exist"));
        (await client.RowsAsync("SELECT count(*) FROM remote_subscriptions")).ShouldBe(["2"]);
        (await OfAsync(client, Wrong.Replace("= 'DE'", "= (SELECT 'DE')", StringComparison.Ordinal))).SqlState.ShouldBe("0A000");
    }

    [Theory]
    [InlineData("task.made=kill")]
    [InlineData("task.queued=kill")]
    [InlineData("task.loaded=kill@1")]
    [InlineData("task.loaded=kill@3")]
    [InlineData("provisioning.loading=kill@2")]
    [InlineData("provisioning.loaded=kill@2")]
    public async Task A_killed_load_leaves_targets_empty_or_whole_and_another_start_does_the_work(string failpoint)
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Journaled, failpoint);
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync("CREATE SCHEMA r; CREATE REPLICATION TASK everything FROM s.public TO r MODE PRESERVE ALL");
            await Should.ThrowAsync<NpgsqlException>(() => client.ExecuteAsync("START TASK everything"));
        }

        await plant.KillAsync();
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        (await again.RowsAsync("SELECT status FROM task_executions")).ShouldBe(["FAILED"]);
        (await again.RowsAsync("SELECT count(*) FROM m_tasks")).ShouldBe(["0"]);
        (await again.RowsAsync("SELECT count(*) FROM r.t"))[0].ShouldBeOneOf("0", "20000");
        (await again.RowsAsync("SELECT count(*) FROM r.\"Other Things\""))[0].ShouldBeOneOf("0", "3000");
        await plant.AtSourceAsync("UPDATE t SET version = version + 1 WHERE id <= 5; DELETE FROM t WHERE id = 7");
        await again.ExecuteAsync("START TASK everything");
        await plant.AtSourceAsync("INSERT INTO t VALUES (7, 9, 'again'); UPDATE t SET version = version + 1 WHERE id <= 3");
        await EachChangeIsKeptOnceAsync(plant, again);
    }

    [Fact]
    public async Task An_execution_shows_how_far_it_is_and_can_be_cancelled()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE VIEW slow AS SELECT i AS id, pg_sleep(0.02)::text AS slept FROM generate_series(1, 100000) i");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE REPLICATION TASK slow FROM v.slow TO here MODE REPLICATION INITIAL LOAD ONLY");
        await client.ExecuteAsync("START TASK slow ASYNC");
        client.Notices[^1].MessageText.ShouldContain("has begun");
        await ReplicationPlant.UntilAsync(client, "SELECT task_name, is_async, status, current_operation FROM m_tasks", "slow|TRUE|RUNNING|loading here");
        (await OfAsync(client, "START TASK slow")).SqlState.ShouldBe("55006");
        (await OfAsync(client, "DROP TASK slow")).SqlState.ShouldBe("55006");
        var id = (await client.RowsAsync("SELECT task_execution_id FROM m_tasks"))[0];
        await client.ExecuteAsync($"CANCEL TASK {id} WAIT 60");
        (await client.RowsAsync("SELECT status, error_code FROM task_executions")).ShouldBe(["CANCELLED|57014"]);
        (await client.RowsAsync("SELECT count(*) FROM here")).ShouldBe(["0"]);
        (await OfAsync(client, $"CANCEL TASK {id}")).SqlState.ShouldBe("55000");

        using var stop = new CancellationTokenSource();
        var starting = ErrorTexts.OfAsync(() => client.ExecuteAsync("START TASK slow", stop.Token));
        await using (var other = await plant.OpenAsync()) await ReplicationPlant.UntilAsync(other, "SELECT current_operation FROM m_tasks", "loading here");
        await stop.CancelAsync();
        (await starting).SqlState.ShouldBe("57014");
        await ReplicationPlant.UntilAsync(client, "SELECT status FROM task_executions ORDER BY task_execution_id", "CANCELLED", "CANCELLED");
        await client.ExecuteAsync("DROP TASK slow");
    }

    [Fact]
    public async Task What_cannot_be_started_says_why_and_leaves_nothing_behind()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Addresses + "CREATE VIEW seen AS SELECT * FROM address_input; CREATE TABLE unkeyed (x int)");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE full_one (customer_id varchar(10), street text, city text, postalcode text, country char(2)); INSERT INTO full_one VALUES ('9')");
        foreach (var (statement, state) in new[]
                 {
                     ("CREATE REPLICATION TASK x FROM s.nowhere TO public MODE REPLICATION", "HV00Q"),
                     ("CREATE REPLICATION TASK x FROM v.unkeyed TO x MODE LOGICAL DELETE", "42P17"),
                     ("CREATE REPLICATION TASK x FROM v.address_input TO x MODE REPLICATION WHERE nothing = 1", "42703"),
                     ("START TASK x", "42704"),
                     ("CANCEL TASK 1", "42704"),
                     ("DROP TASK x", "42704"),
                 })
            (await OfAsync(client, statement)).SqlState.ShouldBe(state, statement);
        await client.ExecuteAsync("CREATE REPLICATION TASK a FROM v.seen TO a MODE REPLICATION; CREATE REPLICATION TASK b FROM v.address_input TO full_one MODE REPLICATION");
        (await OfAsync(client, "CREATE REPLICATION TASK a FROM v.seen TO a MODE REPLICATION")).SqlState.ShouldBe("42710");
        (await OfAsync(client, "START TASK a")).MessageText.ShouldContain("is a view");
        var full = await OfAsync(client, "START TASK b");
        (full.SqlState, full.MessageText).ShouldBe(("55000", "table \"public.full_one\" has rows, and the task would load it"));
        await client.ExecuteAsync("BEGIN");
        (await OfAsync(client, "START TASK b")).SqlState.ShouldBe("25001");
        await client.ExecuteAsync("ROLLBACK");
        (await client.RowsAsync("SELECT task_name, status FROM task_executions ORDER BY task_execution_id")).ShouldBe(["a|FAILED", "b|FAILED"]);
        (await client.RowsAsync("SELECT count(*) FROM m_remote_subscriptions WHERE state <> 'CREATED'")).ShouldBe(["0"]);
        (await plant.SlotsAsync()).ShouldBeEmpty();
        (await OfAsync(client, "DROP VIRTUAL TABLE v.address_input")).SqlState.ShouldBe("2BP01");
        await client.ExecuteAsync("DROP VIRTUAL TABLE v.address_input CASCADE");
        (await client.RowsAsync("SELECT task_name FROM tasks")).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_task_is_its_owners()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Addresses);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE REPLICATION TASK here FROM v.address_input TO here MODE REPLICATION; CREATE USER eve PASSWORD 'secret'; CREATE USER ann PASSWORD 'secret'; GRANT USAGE ON SCHEMA public TO eve, ann");
        await using var eve = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("eve", "secret"));
        (await eve.RowsAsync("SELECT count(*) FROM tasks")).ShouldBe(["0"]);
        (await OfAsync(eve, "START TASK here")).SqlState.ShouldBe("42501");
        (await OfAsync(eve, "DROP TASK here")).SqlState.ShouldBe("42501");
        await client.ExecuteAsync("START TASK here");
        var execution = (await client.RowsAsync("SELECT task_execution_id FROM task_executions"))[0];
        (await eve.RowsAsync("SELECT count(*) FROM task_executions")).ShouldBe(["0"]);
        (await OfAsync(eve, $"CANCEL TASK {execution}")).SqlState.ShouldBe("42704");
    }

    /// <summary>What follows the load is the end of the journal, change for change, and the load is what the journal before it has made.</summary>
    private static async Task EachChangeIsKeptOnceAsync(ReplicationPlant plant, GatewayClient client)
    {
        var journal = await plant.SourceRowsAsync("SELECT kind, id, version FROM journal ORDER BY n");
        const string Load = """(SELECT min("_CHANGE_TIME") FROM r.t)""";
        const string Changes = $"""SELECT "_CHANGE_TYPE", id, version FROM r.t WHERE "_CHANGE_TIME" > {Load} ORDER BY "_CHANGE_TIME", "_CHANGE_SEQUENCE" """;
        await ReplicationPlant.UntilAsync(client, $"""SELECT count(*) FROM r.journal WHERE n = {journal.Count.ToString(CultureInfo.InvariantCulture)}""", "1");
        var changes = await client.RowsAsync(Changes);
        changes.ShouldBe(journal.TakeLast(changes.Count));

        var rows = (await plant.SourceRowsAsync("SELECT i, 0 FROM generate_series(1, 20000) i")).Select(row => row.Split('|')).ToDictionary(row => row[0], row => row[1]);
        var (before, first) = (journal.SkipLast(changes.Count).ToList(), 20000);
        foreach (var change in before.Skip(first).Select(row => row.Split('|')))
        {
            if (change[0] == "X") rows.Remove(change[1]);
            else rows[change[1]] = change[2];
        }

        var loaded = await client.RowsAsync($"""SELECT id, version FROM r.t WHERE "_CHANGE_TIME" = {Load} AND "_CHANGE_TYPE" = 'I' ORDER BY id""");
        loaded.ShouldBe(rows.Select(row => (Id: int.Parse(row.Key, CultureInfo.InvariantCulture), row.Value)).OrderBy(row => row.Id).Select(row => $"{row.Id}|{row.Value}"));
    }

    // Transactions of a few changes each, one after the other; how many there were.
    private static async Task<int> WriteAsync(ReplicationPlant plant, CancellationToken cancellationToken)
    {
        var random = new Random(7);
        await using var connection = await plant.Cluster.DataSource(plant.Database).OpenConnectionAsync(CancellationToken.None);
        var transactions = 0;
        for (; !cancellationToken.IsCancellationRequested; transactions++)
        {
            await using var batch = connection.CreateCommand();
            batch.CommandText = "BEGIN; " + string.Join("; ", Enumerable.Range(0, random.Next(1, 6)).Select(_ => Change(random))) + "; COMMIT";
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(random.Next(10), CancellationToken.None);
        }

        return transactions;
    }

    private static string Change(Random random)
    {
        var id = random.Next(25000);
        return random.Next(5) switch
        {
            0 => $"DELETE FROM t WHERE id = {id}",
            1 => $"UPDATE t SET version = version + 1 WHERE id BETWEEN {id} AND {id + random.Next(5)}",
            2 => $"INSERT INTO unkeyed VALUES ({id}, 'u')",
            3 => $"INSERT INTO \"Other Things\" VALUES ({id}, 'n', {random.Next(100)}) ON CONFLICT (b, a) DO UPDATE SET v = excluded.v",
            _ => $"INSERT INTO t VALUES ({id}, 0, 'new') ON CONFLICT (id) DO UPDATE SET version = t.version + 1",
        };
    }

    private static Task<PostgresException> OfAsync(GatewayClient client, string sql) => ErrorTexts.OfAsync(() => client.ExecuteAsync(sql));
}
