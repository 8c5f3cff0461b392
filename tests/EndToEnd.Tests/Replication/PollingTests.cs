using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Sources that do not tell of changes, or are not asked to: their tables are read from time to time.</summary>
public sealed class PollingTests(LogicalCluster source) : IClassFixture<LogicalCluster>, IDisposable
{
    private const string Polled = "ALTER REMOTE SOURCE s SET PROPERTY 'CAPTURE' = 'polling', 'POLLING_INTERVAL' = '100ms'";
    private readonly DirectoryInfo _lake = Directory.CreateTempSubdirectory("fedgw-lake-");

    public void Dispose() => _lake.Delete(recursive: true);

    [Fact]
    public async Task Files_are_compared_by_key_and_followed_through_crashes()
    {
        Write("t.csv", "id,name,price\n1,one,1.5\n2,two,\n3,three,3\n");
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE another (id int)");
        await using (var client = await plant.OpenAsync())
        {
            await OpenLakeAsync(client);
            await client.ExecuteAsync(
                """
                CREATE VIRTUAL TABLE v.t AT "lake"."<NULL>"."<NULL>"."t.csv" WITH PROPERTY 'CAPTURE_KEY' = 'id';
                CREATE TABLE same (id bigint PRIMARY KEY, name text, price float8);
                CREATE TABLE kept (id bigint, name text, price float8, k text, at timestamptz, nr int);
                CREATE REMOTE SUBSCRIPTION same ON v.t TARGET TABLE same;
                CREATE REMOTE SUBSCRIPTION kept ON v.t TARGET TABLE kept CHANGE TYPE COLUMN k CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr INSERT
                """);
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION same QUEUE");
            await client.ExecuteAsync("INSERT INTO same SELECT * FROM v.t");
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION same DISTRIBUTE");
            await ReplicationPlant.UntilStateAsync(client, "same", "APPLY_CHANGE_DATA");
            await ReplicationPlant.BeginAsync(client, "kept");
            client.Notices.ShouldBeEmpty();
            Write("t.csv", "id,name,price\n1,one,1.5\n3,drei,3\n4,four,4\n");
            await ReplicationPlant.UntilAsync(client, "SELECT * FROM same ORDER BY id", "1|one|1.5", "3|drei|3", "4|four|4");
            await ReplicationPlant.UntilAsync(client, "SELECT k, id, name FROM kept ORDER BY nr", "D|2|two", "B|3|three", "U|3|drei", "I|4|four");
            (await client.RowsAsync("SELECT count(DISTINCT at), max(at) > now() - interval '5 min' FROM kept")).ShouldBe(["1|t"]);
        }

        // Killed before what was found is durable, when it just has been, and before and after it is in the backlog: each change is there once in the end.
        await plant.KillAsync();
        var number = 4;
        foreach (var place in new[] { "polling.keeping", "polling.kept", "backlog.written", "receiver.durable" })
        {
            number++;
            File.AppendAllText(Path.Combine(_lake.FullName, "t.csv"), $"{number},n{number},\n");
            await plant.RestartAsync($"{place}=kill@1");
            while (!plant.Gateway.HasExited) await Task.Delay(20, TestContext.Current.CancellationToken);
            await plant.KillAsync();
        }

        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(again, "SELECT max(id), count(*) FROM same", $"{number}|{number - 1}");
        await ReplicationPlant.UntilAsync(again, "SELECT k, id, name FROM kept WHERE id > 4 ORDER BY id", [.. Enumerable.Range(5, number - 4).Select(id => $"I|{id}|n{id}")]);
        (await again.RowsAsync("SELECT state FROM m_remote_subscriptions")).ShouldBe(["APPLY_CHANGE_DATA", "APPLY_CHANGE_DATA"]);
        (await again.RowsAsync("SELECT is_cdc_supported FROM remote_sources WHERE remote_source_name = 'lake'")).ShouldBe(["TRUE"]);
        (await again.RowsAsync("SELECT is_remote_subscription_supported, is_remote_subscription_transactional FROM virtual_tables WHERE table_name = 't'")).ShouldBe(["TRUE|FALSE"]);
        await again.ExecuteAsync("DROP REMOTE SUBSCRIPTION same; DROP REMOTE SUBSCRIPTION kept");
        again.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_can_be_read_instead_of_its_log()
    {
        const string tables =
            """
            CREATE TABLE t (a int, b text, n numeric(10,2), f float8, i interval, at timestamptz, l int[], j jsonb, big numeric, PRIMARY KEY (a, b));
            INSERT INTO t VALUES (1, 'x', 1.10, 0, '1 mon', '2026-01-01 00:00+00', '{1,2}', '{"k": 1}', 12345678901234567890.10), (1, 'y', NULL, 'NaN', NULL, 'infinity', NULL, NULL, NULL), (2, 'x', 5, 1e300, '1 day', NULL, '{}', '[]', 0)
            """;
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(Polled);
        await client.ExecuteAsync("CREATE SCHEMA target");
        await client.ExecuteAsync("CREATE REPLICATION TASK follow FROM v.t TO target.t MODE PRESERVE ALL; CREATE REPLICATION TASK same FROM v.t TO target.same MODE REPLICATION");
        await client.ExecuteAsync("START TASK same");
        await client.ExecuteAsync("START TASK follow");
        (await plant.SlotsAsync()).ShouldBeEmpty();

        // What PostgreSQL holds for equal, or the engine would, is another value all the same.
        await plant.AtSourceAsync("BEGIN; UPDATE t SET f = '-0', i = '30 days', big = 12345678901234567890.100 WHERE b = 'x' AND a = 1; DELETE FROM t WHERE b = 'y'; INSERT INTO t VALUES (3, 'z', 7, 7, '7 h', now(), '{7}', '7', 7); COMMIT");
        await ReplicationPlant.UntilAsync(
            client, "SELECT _change_type, a, b, f, i, big FROM target.t WHERE _change_type <> 'I' OR a = 3 ORDER BY _change_time, _change_sequence",
            "D|1|y|NaN||", "B|1|x|0|1 mon|12345678901234567890.10", "U|1|x|-0|30 days|12345678901234567890.100", "I|3|z|7|07:00:00|7");
        await plant.AtSourceAsync("UPDATE t SET a = 9 WHERE a = 2");
        await ReplicationPlant.UntilAsync(client, "SELECT a, b, n, f, l FROM target.same ORDER BY a", "1|x|1.10|-0|{1,2}", "3|z|7.00|7|{7}", "9|x|5.00|1e+300|{}");
        (await client.RowsAsync("SELECT * FROM target.same ORDER BY a")).ShouldBe(await client.RowsAsync("SELECT * FROM v.t ORDER BY a"));
    }

    [Fact]
    public async Task A_rising_column_tells_what_is_new()
    {
        const string tables =
            """
            CREATE TABLE t (id int PRIMARY KEY, name text, changed timestamptz);
            CREATE TABLE log (n int, what text);
            INSERT INTO t VALUES (1, 'one', '2026-01-01 00:00:00+00'), (2, 'two', '2026-01-01 00:00:05+00');
            INSERT INTO log VALUES (1, 'a'), (5, 'b'), (5, 'b')
            """;
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(Polled);
        await client.ExecuteAsync(
            """
            ALTER VIRTUAL TABLE v.t SET PROPERTY 'POLLING_COLUMN' = 'changed', 'POLLING_OVERLAP' = '10s';
            ALTER VIRTUAL TABLE v.log SET PROPERTY 'POLLING_COLUMN' = 'n';
            CREATE TABLE same (id int PRIMARY KEY, name text, changed timestamptz);
            CREATE TABLE lines (n int, what text);
            CREATE REMOTE SUBSCRIPTION same ON v.t TARGET TABLE same;
            CREATE REMOTE SUBSCRIPTION lines ON v.log TARGET TABLE lines
            """);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION same QUEUE");
        client.Notices.ShouldHaveSingleItem().MessageText.ShouldBe("new and changed rows of \"t\" are seen, by column \"changed\": what is deleted there stays in the target");
        client.ClearNotices();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION lines QUEUE");
        client.Notices.ShouldHaveSingleItem().MessageText.ShouldStartWith("only new rows of \"log\" are seen");
        await client.ExecuteAsync("INSERT INTO same SELECT * FROM v.t");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION same DISTRIBUTE");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION lines DISTRIBUTE");
        await ReplicationPlant.UntilStateAsync(client, "same", "APPLY_CHANGE_DATA");
        await ReplicationPlant.UntilStateAsync(client, "lines", "APPLY_CHANGE_DATA");

        // Rows that share the highest value, those that come late but within the overlap, and a change that leaves the column as it was.
        await plant.AtSourceAsync("INSERT INTO t VALUES (3, 'three', '2026-01-01 00:00:05+00'), (4, 'late', '2026-01-01 00:00:01+00'), (5, 'too late', '2025-12-31 00:00:00+00'); UPDATE t SET name = 'zwei' WHERE id = 2");
        await ReplicationPlant.UntilAsync(client, "SELECT id, name FROM same ORDER BY 1", "1|one", "2|zwei", "3|three", "4|late");
        await plant.AtSourceAsync("INSERT INTO log VALUES (5, 'b'), (5, 'c'), (4, 'lost'), (6, 'd'), (6, 'd')");
        await ReplicationPlant.UntilAsync(client, "SELECT n, what FROM lines ORDER BY 1, 2", "5|b", "5|c", "6|d", "6|d");
        await plant.AtSourceAsync("INSERT INTO log VALUES (6, 'd')");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM lines WHERE n = 6", "3");

        // It goes on from where it was.
        await plant.KillAsync();
        await plant.AtSourceAsync("INSERT INTO log VALUES (6, 'e'), (7, 'f'); UPDATE t SET name = 'eins', changed = '2026-01-01 00:01:00+00' WHERE id = 1");
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(again, "SELECT n, what FROM lines ORDER BY 1, 2", "5|b", "5|c", "6|d", "6|d", "6|d", "6|e", "7|f");
        await ReplicationPlant.UntilAsync(again, "SELECT id, name FROM same ORDER BY 1", "1|eins", "2|zwei", "3|three", "4|late");
    }

    [Fact]
    public async Task A_change_between_two_readings_is_in_the_load_or_in_the_stream_but_not_in_both()
    {
        const string tables =
            """
            CREATE TABLE t (id int PRIMARY KEY, name text);
            CREATE TABLE log (n int, what text);
            INSERT INTO t VALUES (1, 'one'), (2, 'two');
            INSERT INTO log VALUES (1, 'a'), (5, 'b'), (5, 'b'), (NULL, 'none')
            """;
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(
            """
            ALTER REMOTE SOURCE s SET PROPERTY 'CAPTURE' = 'polling', 'POLLING_INTERVAL' = '1h';
            ALTER VIRTUAL TABLE v.log SET PROPERTY 'POLLING_COLUMN' = 'n';
            CREATE TABLE kept (id int, name text, k text, at timestamptz, nr int);
            CREATE TABLE lines (n int, what text, k text, at timestamptz, nr int);
            CREATE REMOTE SUBSCRIPTION kept ON v.t TARGET TABLE kept CHANGE TYPE COLUMN k CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr INSERT;
            CREATE REMOTE SUBSCRIPTION lines AS (SELECT n, what FROM v.log WHERE what <> 'a' OR n > 0) TARGET TABLE lines CHANGE TYPE COLUMN k CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr INSERT
            """);
        foreach (var subscription in new[] { "kept", "lines" })
        {
            await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {subscription} QUEUE");
            await ReplicationPlant.UntilStateAsync(client, subscription, "MAT_START_END_MARKER");
        }

        await plant.AtSourceAsync("UPDATE t SET name = 'zwei' WHERE id = 2; DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (3, 'three'); INSERT INTO log VALUES (5, 'c'), (6, 'd'), (0, 'late')");
        foreach (var subscription in new[] { "kept", "lines" })
        {
            await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {subscription} RESYNC");
            await ReplicationPlant.UntilStateAsync(client, subscription, "APPLY_CHANGE_DATA");
        }

        (await client.RowsAsync("SELECT k, id, name FROM kept ORDER BY id")).ShouldBe(["I|1|one", "I|2|two"]);
        (await client.RowsAsync("SELECT k, n, what FROM lines ORDER BY n, what")).ShouldBe(["I|0|late", "I|1|a", "I|5|b", "I|5|b", "I||none"]);
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SET PROPERTY 'POLLING_INTERVAL' = '100ms'");
        await ReplicationPlant.UntilAsync(client, "SELECT k, id, name FROM kept ORDER BY id, array_position(ARRAY['I', 'B', 'U', 'D'], k)", "I|1|one", "D|1|one", "I|2|two", "B|2|two", "U|2|zwei", "I|3|three");
        await ReplicationPlant.UntilAsync(client, "SELECT k, n, what FROM lines WHERE n > 1 ORDER BY n, what", "I|5|b", "I|5|b", "I|5|c", "I|6|d");

        // What somebody has done to a target is made good, and nothing of the source's is told twice.
        await client.ExecuteAsync("DELETE FROM kept WHERE id = 3; DELETE FROM lines WHERE n = 6");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION kept RESYNC");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION lines RESYNC WHERE n > 5");
        (await client.RowsAsync("SELECT k, id, name FROM kept WHERE id = 3")).ShouldBe(["I|3|three"]);
        (await client.RowsAsync("SELECT k, n, what FROM lines WHERE n > 5")).ShouldBe(["I|6|d"]);
        await plant.AtSourceAsync("INSERT INTO t VALUES (4, 'four'); INSERT INTO log VALUES (7, 'e')");
        await ReplicationPlant.UntilAsync(client, "SELECT k, id, name FROM kept WHERE id > 2 ORDER BY id", "I|3|three", "I|4|four");
        await ReplicationPlant.UntilAsync(client, "SELECT k, n, what FROM lines WHERE n > 5 ORDER BY n", "I|6|d", "I|7|e");
    }

    [Fact]
    public async Task What_does_not_fit_is_said()
    {
        Write("t.csv", "id,name,price\n1,one,1.5\n");
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE nokey (a int, f float8)");
        await using var client = await plant.OpenAsync();
        (await client.FailsAsync("CREATE REMOTE SOURCE lake ADAPTER file CONFIGURATION 'directory=relative'", "HV024")).MessageText.ShouldContain("not an absolute path");
        await client.ExecuteAsync($"CREATE REMOTE SOURCE lake ADAPTER file CONFIGURATION 'directory={_lake.FullName}'");
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v.t AT \"lake\".\"<NULL>\".\"<NULL>\".\"t.csv\"; CREATE TABLE same (id bigint PRIMARY KEY, name text, price float8)");
        (await client.FailsAsync("CREATE REMOTE SUBSCRIPTION same ON v.t TARGET TABLE same", "0A000")).Hint!.ShouldContain("ALTER REMOTE SOURCE lake SET PROPERTY 'CAPTURE' = 'polling'");
        (await client.FailsAsync("ALTER REMOTE SOURCE lake SET PROPERTY 'CAPTURE' = 'magic'", "HV024")).Hint.ShouldNotBeNull();
        (await client.FailsAsync("ALTER REMOTE SOURCE lake SET PROPERTY 'POLLING_INTERVAL' = 'often'", "HV024")).MessageText.ShouldContain("a duration");
        (await client.FailsAsync("ALTER VIRTUAL TABLE v.t SET PROPERTY 'POLLING_OVERLAP' = '-1'", "HV024")).MessageText.ShouldContain("a number or a duration");
        await client.ExecuteAsync("ALTER REMOTE SOURCE lake SET PROPERTY 'CAPTURE' = 'polling', 'POLLING_INTERVAL' = '100ms'; CREATE REMOTE SUBSCRIPTION same ON v.t TARGET TABLE same");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION same QUEUE", "55000")).Hint!.ShouldContain("'CAPTURE_KEY' = 'id'");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t SET PROPERTY 'CAPTURE_KEY' = 'nr'");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION same QUEUE", "42703")).MessageText.ShouldContain("has no column \"nr\"");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t SET PROPERTY 'CAPTURE_KEY' = 'ID', 'POLLING_COLUMN' = 'name'");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION same QUEUE", "55000")).Hint!.ShouldContain("a whole number");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t UNSET PROPERTY 'POLLING_COLUMN'");
        Write("t.csv", "id,name,price\n1,one,1.5\n1,eins,1.5\n");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION same QUEUE", "21000")).MessageText.ShouldBe("two rows of \"t.csv\" have the same key (id)");
        (await client.RowsAsync("SELECT state FROM m_remote_subscriptions")).ShouldBe(["CREATED"]);

        // While it runs, it stands until the file is right again, and nothing of it is told.
        Write("t.csv", "id,name,price\n1,one,1.5\n");
        await ReplicationPlant.BeginAsync(client, "same");
        Write("t.csv", "id,name,price\n1,one,1.5\n1,eins,1.5\n2,two,2\n");
        await ReplicationPlant.UntilAsync(client, "SELECT component, sqlstate, error_message FROM remote_subscription_exceptions", "ADAPTER|21000|two rows of \"t.csv\" have the same key (id): What tells rows apart is said by the property CAPTURE_KEY of the virtual table, else by the source.");
        Write("t.csv", "id,name,price\n1,one,1.5\n2,two,2\n");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM same", "2");
        File.Delete(Path.Combine(_lake.FullName, "t.csv"));
        await ReplicationPlant.UntilAsync(client, "SELECT sqlstate FROM remote_subscription_exceptions", "HV00R");
        await client.ExecuteAsync("DROP REMOTE SOURCE lake CASCADE");
    }

    // As whoever replaces files should: a reader sees the one or the other.
    private void Write(string name, string text)
    {
        var path = Path.Combine(_lake.FullName, name);
        File.WriteAllText(path + ".part", text);
        File.Move(path + ".part", path, overwrite: true);
    }

    private Task<int> OpenLakeAsync(GatewayClient client) =>
        client.ExecuteAsync($"CREATE REMOTE SOURCE lake ADAPTER file CONFIGURATION 'directory={_lake.FullName}'; ALTER REMOTE SOURCE lake SET PROPERTY 'CAPTURE' = 'polling', 'POLLING_INTERVAL' = '100ms'");
}
