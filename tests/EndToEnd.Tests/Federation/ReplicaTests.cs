using FederationGateway.EndToEnd.Accounts;
using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>Snapshot replicas of virtual tables: the same name read here, when it is read at the source, and that answers and rights stay the same.</summary>
public sealed class ReplicaTests(Landscape landscape)
{
    private const string Orders = "CREATE TABLE orders (id int PRIMARY KEY, region text, total numeric(10, 2)); INSERT INTO orders SELECT i, (ARRAY['eu', 'us'])[1 + i % 2], i * 1.5 FROM generate_series(1, 100) i";

    [Fact]
    public async Task The_table_is_read_here_from_ADD_to_DROP_and_as_new_as_the_last_REFRESH()
    {
        await using var client = await MakeAsync(Orders);
        (await client.FailsAsync("ALTER VIRTUAL TABLE orders REFRESH REPLICA", "42704")).MessageText.ShouldBe("virtual table \"orders\" has no replica");
        (await client.FailsAsync("ALTER VIRTUAL TABLE orders DROP REPLICA", "42704")).Hint.ShouldNotBeNull();
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders ADD SHARED SNAPSHOT REPLICA");
        (await client.FailsAsync("ALTER VIRTUAL TABLE orders ADD SHARED SNAPSHOT REPLICA", "42710")).Hint.ShouldNotBeNull();
        (await client.FailsAsync("ALTER VIRTUAL TABLE orders DISABLE REPLICA", "55000")).Hint.ShouldNotBeNull();
        await AtSourceAsync("UPDATE orders SET total = 0; DELETE FROM orders WHERE id > 10");
        (await client.RowsAsync("SELECT count(*), sum(total) FROM orders")).ShouldBe(["100|7575.00"]);
        (await client.RowsAsync("SELECT total FROM orders WHERE id = 7")).ShouldBe(["10.50"]);
        (await client.TextAsync("EXPLAIN SELECT count(*) FROM orders")).ShouldMatch(@"Local store(.|\n)*replica of \S+orders, complete as of \S+ \S+ UTC, \S+ s stale");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders REFRESH SNAPSHOT REPLICA");
        (await client.RowsAsync("SELECT count(*), sum(total) FROM orders")).ShouldBe(["10|0.00"]);
        await AtSourceAsync("DELETE FROM orders WHERE id > 5");
        (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["10"]);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders DROP REPLICA");
        (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["5"]);
        (await client.TextAsync("EXPLAIN SELECT count(*) FROM orders")).ShouldNotContain("replica");
    }

    [Fact]
    public async Task A_statement_says_how_stale_a_replica_may_be_and_its_source_may_be_gone()
    {
        await using var client = await MakeAsync(Orders);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders ADD NOT SHARED SNAPSHOT REPLICA");
        await AtSourceAsync("DELETE FROM orders");
        (await client.RowsAsync("SHOW max_staleness")).ShouldBe(["unlimited"]);
        (await client.RowsAsync("SELECT count(*) FROM orders WITH HINT (MAX_STALENESS(3600))")).ShouldBe(["100"]);
        (await client.RowsAsync("SELECT count(*) FROM orders WITH HINT (MAX_STALENESS(0))")).ShouldBe(["0"]);
        await client.ExecuteAsync("SET max_staleness = 0");
        (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["0"]);
        (await client.RowsAsync("SELECT count(*) FROM orders WITH HINT (MAX_STALENESS(3600))")).ShouldBe(["100"]);
        (await client.TextAsync("EXPLAIN SELECT count(*) FROM orders")).ShouldMatch(@"source of \S+orders: the replica is \S+ s stale, max_staleness is 0 s");
        client.Notices.ShouldBeEmpty();
        foreach (var (written, shown) in new[] { ("'1h'", "1h"), ("90", "90s"), ("'1500ms'", "1500ms"), ("'UNLIMITED'", "unlimited") })
        {
            await client.ExecuteAsync($"SET max_staleness = {written}");
            (await client.RowsAsync("SHOW max_staleness")).ShouldBe([shown]);
            if (written != "'1500ms'") (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["100"]);
        }

        await client.FailsAsync("SET max_staleness = 'soon'", "22023");
        await client.FailsAsync("SELECT count(*) FROM orders WITH HINT (MAX_STALENESS('soon'))", "22023");

        // The source does not answer any more.
        await AtSourceAsync("DROP TABLE orders");
        (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["100"]);
        var error = await Should.ThrowAsync<PostgresException>(() => client.RowsAsync("SELECT count(*) FROM orders WITH HINT (MAX_STALENESS(0))"));
        error.Hint.ShouldNotBeNull().ShouldMatch("has a replica, but the replica is .* stale, max_staleness is 0 s: with a larger max_staleness it is read instead");
        await client.ExecuteAsync("SET max_staleness = 0");
        error = await Should.ThrowAsync<PostgresException>(() => client.ExecuteAsync("CREATE TABLE copied AS SELECT * FROM orders"));
        error.Hint.ShouldNotBeNull().ShouldContain("with a larger max_staleness it is read instead");
        error = await Should.ThrowAsync<PostgresException>(async () =>
        {
            using var copied = await client.Connection.BeginTextExportAsync("COPY orders TO STDOUT", TestContext.Current.CancellationToken);
            await copied.ReadToEndAsync(TestContext.Current.CancellationToken);
        });
        error.Hint.ShouldNotBeNull().ShouldContain("with a larger max_staleness it is read instead");
        await client.ExecuteAsync("RESET max_staleness");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders DROP REPLICA");
    }

    [Fact]
    public async Task What_a_table_can_hold_comes_out_of_its_replica_as_from_the_source()
    {
        await using var client = await MakeAsync(
            """
            CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
            CREATE TABLE everything (id int PRIMARY KEY, b boolean, s smallint, big bigint, r real, d double precision, n numeric, n2 numeric(10, 2), wide numeric(60, 5), c char(5), v varchar(9), t text COLLATE "C", l text,
                by bytea, da date, ti time, tz timetz, ts timestamp, tsz timestamptz, iv interval, u uuid, j json, jb jsonb, ia int[], ta text[], m mood);
            INSERT INTO everything VALUES
                (1, true, -32768, 9223372036854775807, 'NaN', '-Infinity', 'NaN', 1.5, 1e50, 'ab', 'Ä', 'z', 'Z', '\x00ff', 'infinity', '24:00', '12:00+14', '-infinity', 'infinity', '1 mon -2 days 3 us',
                 '00000000-0000-0000-0000-000000000001', '{"a":  1}', '{"b": 1, "a": 2}', '{1,NULL,3}', '{"a","",NULL}', 'happy'),
                (2, false, 32767, -9223372036854775808, '-0', '1e308', 123456789012345678901234567890.123456789, -99999999.99, -0.00001, '', '', '', 'a', '', '0001-01-01', '00:00', '00:00:00-12', '0001-01-01', '9999-12-31 23:59:59.999999+00', '00:00',
                 'ffffffff-ffff-ffff-ffff-ffffffffffff', '[]', 'null', '{}', '{}', 'sad');
            INSERT INTO everything (id) VALUES (3);
            """);
        const string compared =
            "SELECT *, n2 + 1, n > 5, c || '|', j::text, upper(l), ia[1], array_length(ta, 1), tsz AT TIME ZONE 'Europe/Berlin', pg_typeof(wide), pg_typeof(m) FROM everything ORDER BY l, id";
        var before = await client.RowsAsync(compared);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE everything ADD SHARED SNAPSHOT REPLICA");
        (await client.TextAsync($"EXPLAIN {compared}")).ShouldContain("replica of");
        (await client.RowsAsync(compared)).ShouldBe(before);
        foreach (var condition in new[] { "n = 'NaN'", "da = 'infinity'", "m > 'ok'", "c = 'ab   '", "d < 0", "iv > '0 s'", "l < 'a'", "jb -> 'a' IS NOT NULL", "3 = ANY (ia)", "by IS NULL" })
            (await client.RowsAsync($"SELECT id FROM everything WHERE {condition}")).ShouldBe(await client.RowsAsync($"SELECT id FROM everything WHERE {condition} WITH HINT (MAX_STALENESS(0))"), condition);
    }

    [Fact]
    public async Task Virtual_tables_of_one_object_share_a_replica_until_the_last_of_them_goes()
    {
        await using var client = await MakeAsync(Orders);
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE again AT {_source}.public.orders; CREATE VIRTUAL TABLE part (id int) AT {_source}.public.orders");
        foreach (var table in new[] { "orders", "again", "part" }) await client.ExecuteAsync($"ALTER VIRTUAL TABLE {table} ADD SHARED SNAPSHOT REPLICA");
        var own = $"WHERE source_schema_name = '{client.Schema}'";
        (await client.RowsAsync($"SELECT source_table_name, share_count, record_count, replication_status FROM m_virtual_table_replicas {own} ORDER BY 1")).ShouldBe(["again|2|100|ENABLED", "orders|2|100|ENABLED", "part|1|100|ENABLED"]);
        (await client.RowsAsync($"SELECT count(DISTINCT replica_table_name), min(replica_schema_name), min(is_shared), min(is_snapshot) FROM virtual_table_replicas {own}")).ShouldBe(["2|_SYS_TABLE_REPLICA_DATA|TRUE|TRUE"]);
        (await client.RowsAsync($"SELECT table_name, has_replica FROM virtual_tables WHERE schema_name = '{client.Schema}' ORDER BY 1")).ShouldBe(["again|TRUE", "orders|TRUE", "part|TRUE"]);
        await AtSourceAsync("DELETE FROM orders WHERE id > 1");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE again REFRESH REPLICA");
        (await client.RowsAsync("SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM again), (SELECT count(*) FROM part)")).ShouldBe(["1|1|100"]);
        await client.ExecuteAsync("DROP VIRTUAL TABLE orders");
        (await client.RowsAsync($"SELECT source_table_name, share_count FROM m_virtual_table_replicas {own} ORDER BY 1")).ShouldBe(["again|1", "part|1"]);
        (await client.RowsAsync("SELECT count(*) FROM again")).ShouldBe(["1"]);
        await client.FailsAsync("ALTER VIRTUAL TABLE again ADD SHARED SNAPSHOT REPLICA NAME x", "42601");
        await client.ExecuteAsync($"DROP REMOTE SOURCE {_source} CASCADE");
        (await client.RowsAsync($"SELECT count(*) FROM virtual_table_replicas {own}")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task What_writes_to_the_table_reads_its_source_also_later_in_its_transaction()
    {
        await using var client = await MakeAsync(Orders);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders ADD SHARED SNAPSHOT REPLICA");
        await AtSourceAsync("UPDATE orders SET total = 1 WHERE id = 1");
        (await client.ExecuteAsync("UPDATE orders SET region = 'xx' WHERE total = 1")).ShouldBe(1);
        (await client.ExecuteAsync("INSERT INTO orders SELECT id + 1000, region, total FROM orders WHERE region = 'xx'")).ShouldBe(1);
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["0"]);
        await client.ExecuteAsync("BEGIN");
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["0"]);
        await client.ExecuteAsync("DELETE FROM orders WHERE id = 1001");
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["1"]);
        await client.ExecuteAsync("ROLLBACK");
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["0"]);
        await client.ExecuteAsync("CREATE TABLE kept AS SELECT * FROM orders");
        (await client.RowsAsync("SELECT count(*) FROM kept WHERE region = 'xx'")).ShouldBe(["0"]);
        await client.ExecuteAsync("BEGIN");
        (await client.FailsAsync("ALTER VIRTUAL TABLE orders REFRESH REPLICA", "25001")).MessageText.ShouldContain("REFRESH REPLICA");
        await client.ExecuteAsync("ROLLBACK; BEGIN; ALTER VIRTUAL TABLE orders DROP REPLICA");
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["2"]);
        await client.ExecuteAsync("ROLLBACK; BEGIN; INSERT INTO kept VALUES (0); SAVEPOINT a; ALTER VIRTUAL TABLE orders DROP REPLICA; ROLLBACK TO a; SAVEPOINT b");
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["0"]);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders DROP REPLICA; SAVEPOINT c; INSERT INTO kept VALUES (1); ROLLBACK TO c; COMMIT");
        (await client.RowsAsync("SELECT count(*) FROM orders WHERE region = 'xx'")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_prepared_statement_follows_what_became_of_the_replica()
    {
        await using var client = await MakeAsync(Orders);
        await using var command = new NpgsqlCommand("SELECT total FROM orders WHERE id = $1", client.Connection) { Parameters = { new() { Value = 2 } } };
        await command.PrepareAsync();
        async Task<object?> RunAsync()
        {
            object? total = null;
            for (var i = 0; i < 3; i++) total = await command.ExecuteScalarAsync();
            return total;
        }

        (await RunAsync()).ShouldBe(3.00m);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders ADD SHARED SNAPSHOT REPLICA");
        await AtSourceAsync("UPDATE orders SET total = 4 WHERE id = 2");
        (await RunAsync()).ShouldBe(3.00m);
        await client.ExecuteAsync("SET max_staleness = 0");
        (await RunAsync()).ShouldBe(4.00m);
        await client.ExecuteAsync("RESET max_staleness");
        (await RunAsync()).ShouldBe(3.00m);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders DROP REPLICA");
        (await RunAsync()).ShouldBe(4.00m);
    }

    [Fact]
    public async Task Rights_policies_and_masks_are_those_of_the_virtual_table()
    {
        var roles = new Roles(landscape);
        await using var admin = await MakeAsync(Orders);
        await roles.CreateAsync("reader", "other");
        await admin.ExecuteAsync(
            $"""
             GRANT USAGE ON SCHEMA {admin.Schema} TO {roles["reader"]}, {roles["other"]}; GRANT SELECT ON orders TO {roles["reader"]};
             CREATE POLICY europe ON orders FOR SELECT TO {roles["reader"]} USING (region = 'eu' AND id <= 6);
             ALTER VIRTUAL TABLE orders ENABLE ROW LEVEL SECURITY; ALTER VIRTUAL TABLE orders ADD MASK (total USING 0)
             """);
        await using var reader = await roles.OpenAsync("reader", admin.Schema);
        await using var other = await roles.OpenAsync("other", admin.Schema);
        var before = await reader.RowsAsync("SELECT * FROM orders ORDER BY id");
        await admin.ExecuteAsync("ALTER VIRTUAL TABLE orders ADD NOT SHARED SNAPSHOT REPLICA NAME \"Mine\"");
        await AtSourceAsync("DELETE FROM orders");
        (await reader.RowsAsync("SELECT * FROM orders ORDER BY id")).ShouldBe(before);
        before.ShouldBe(["2|eu|0.00", "4|eu|0.00", "6|eu|0.00"]);
        (await reader.RowsAsync("SELECT record_count FROM m_virtual_table_replicas WHERE table_name = 'Mine'")).ShouldBe([""]);
        (await admin.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["100"]);
        await other.FailsAsync("SELECT * FROM orders", "42501");
        (await other.RowsAsync("SELECT count(*) FROM virtual_table_replicas")).ShouldBe(["0"]);
        await reader.FailsAsync("ALTER VIRTUAL TABLE orders REFRESH REPLICA", "42501");

        // No name leads to the copy, whoever asks.
        await admin.FailsAsync("SELECT * FROM \"_SYS_TABLE_REPLICA_DATA\".\"Mine\"", "42P01");
        await admin.FailsAsync("DROP TABLE \"_SYS_TABLE_REPLICA_DATA\".\"Mine\"", "3F000");
        await admin.FailsAsync("CREATE SCHEMA \"_SYS_TABLE_REPLICA_DATA\"", "42602");
        (await admin.RowsAsync("SELECT count(*) FROM pg_class WHERE relname = 'Mine'")).ShouldBe(["0"]);
        (await admin.RowsAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 'Mine'")).ShouldBe(["0"]);

        // Who is somebody else at the source may see other rows there.
        await admin.ExecuteAsync($"CREATE USER MAPPING FOR {roles["reader"]} SERVER {_source} OPTIONS (user '{Landscape.SourceUser}', password '{Landscape.SourcePassword}')");
        (await reader.RowsAsync("SELECT * FROM orders")).ShouldBeEmpty();
        (await reader.TextAsync("EXPLAIN SELECT * FROM orders")).ShouldContain("the user has a credential of his own at its source");
    }

    [Fact]
    public async Task A_replica_is_not_read_once_its_source_is_another_or_its_columns_would_be()
    {
        await using var client = await MakeAsync(Orders);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders ADD SHARED SNAPSHOT REPLICA");
        await AtSourceAsync("ALTER TABLE orders ADD COLUMN more int");
        (await client.FailsAsync("ALTER VIRTUAL TABLE orders REFRESH DEFINITION", "55000")).Hint.ShouldNotBeNull();
        await AtSourceAsync("DELETE FROM orders WHERE id > 3");
        (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["100"]);
        await client.ExecuteAsync($"ALTER REMOTE SOURCE {_source} ADAPTER \"postgresql\" CONFIGURATION 'host=localhost;port={landscape.Cluster.Port};database={_source}'");
        (await client.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["3"]);
        (await client.TextAsync("EXPLAIN SELECT count(*) FROM orders")).ShouldContain("the replica is to be loaded anew");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE orders REFRESH REPLICA");
        (await client.TextAsync("EXPLAIN SELECT count(*) FROM orders")).ShouldContain("replica of");
    }

    [Fact]
    public async Task A_load_goes_on_without_its_client_and_can_be_cancelled()
    {
        await using var client = await MakeAsync("CREATE VIEW slow AS SELECT i AS id, pg_sleep(0.02)::text AS slept FROM generate_series(1, 100000) i; CREATE VIEW wrong AS SELECT 1 / (i - 2) AS a FROM generate_series(1, 3) i");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE slow ADD SHARED SNAPSHOT REPLICA ASYNC");
        await client.FailsAsync("ALTER VIRTUAL TABLE slow ADD SHARED SNAPSHOT REPLICA", "55006");
        (await client.TextAsync("EXPLAIN SELECT * FROM slow")).ShouldNotContain("replica");
        await client.FailsAsync("ALTER VIRTUAL TABLE slow CANCEL REFRESH REPLICA", "55000");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE slow CANCEL ADD SHARED SNAPSHOT REPLICA");
        await client.FailsAsync("ALTER VIRTUAL TABLE slow CANCEL ADD SHARED SNAPSHOT REPLICA", "55000");
        await client.FailsAsync("ALTER VIRTUAL TABLE slow DROP REPLICA", "42704");
        await client.FailsAsync("ALTER VIRTUAL TABLE wrong ADD SHARED SNAPSHOT REPLICA", "22012");
        (await client.RowsAsync($"SELECT source_table_name, is_async, action_type, error_code, end_time FROM m_virtual_table_replica_action_history WHERE source_schema_name = '{client.Schema}' ORDER BY start_time"))
            .ShouldBe(["slow|TRUE|ADD|57014|", "wrong|FALSE|ADD|22012|"]);
        await AtSourceAsync("CREATE OR REPLACE VIEW wrong AS SELECT i AS a FROM generate_series(1, 3) i");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE wrong ADD SHARED SNAPSHOT REPLICA ASYNC");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.RowsAsync($"SELECT count(*) FROM virtual_table_replicas WHERE source_schema_name = '{client.Schema}'"))[0] == "0") await Task.Delay(50, limit.Token);
        (await client.RowsAsync("SELECT count(*) FROM wrong")).ShouldBe(["3"]);
    }

    private string _source = "";

    private async Task<GatewayClient> MakeAsync(string tables)
    {
        _source = await landscape.CreateSourceAsync(tables);
        var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER {_source} INTO {client.Schema}");
        return client;
    }

    private Task AtSourceAsync(string sql) => landscape.Cluster.ExecuteAsync(sql, _source);
}
