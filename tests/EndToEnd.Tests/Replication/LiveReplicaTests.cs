using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Replicas that follow their source: what is read from them is the source as it was at the moment they say, through every state and every trouble.</summary>
public sealed class LiveReplicaTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string State = "SELECT replication_status, share_count FROM m_virtual_table_replicas WHERE source_table_name = 't'";

    [Fact]
    public async Task A_replica_follows_its_source_and_knows_up_to_when_it_is_complete()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE t (id int PRIMARY KEY, n int, note text); INSERT INTO t SELECT i, 0, 'x' FROM generate_series(1, 500) i; CREATE TABLE u (a int)");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE mine (a int); INSERT INTO mine VALUES (1); CREATE VIRTUAL TABLE v.again AT s.public.t");
        await using var earlier = await plant.OpenAsync();
        await earlier.ExecuteAsync("BEGIN");
        (await earlier.RowsAsync("SELECT a FROM mine")).ShouldBe(["1"]);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ADD SHARED REPLICA");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.again ADD SHARED REPLICA");
        (await client.RowsAsync("SELECT replica_schema_name, is_enabled, is_shared, is_snapshot, snapshot_time FROM virtual_table_replicas WHERE source_table_name = 't'")).ShouldBe(["_SYS_TABLE_REPLICA_DATA|TRUE|TRUE|FALSE|"]);
        (await client.RowsAsync(State)).ShouldBe(["ENABLED|2"]);

        // A transaction that began in the store before the load does not see it.
        (await earlier.TextAsync("EXPLAIN SELECT * FROM v.t")).ShouldContain("source of v.t: the replica is younger than the transaction");
        (await earlier.RowsAsync("SELECT count(*) FROM v.t")).ShouldBe(["500"]);
        await earlier.ExecuteAsync("ROLLBACK");

        // What was committed before the moment of which it is complete, is there.
        for (var i = 1; i <= 10; i++)
        {
            await plant.AtSourceAsync($"UPDATE t SET n = {i} WHERE id % 7 = 0; DELETE FROM t WHERE id = {i * 7}; INSERT INTO t VALUES ({1000 + i}, {i}, NULL)");
            var committed = (await client.RowsAsync("SELECT clock_timestamp()::timestamp"))[0];
            await ReplicationPlant.UntilAsync(client, $"SELECT last_sync_time > '{committed}' FROM m_virtual_table_replicas WHERE source_table_name = 't'", "t");
            (await client.RowsAsync("SELECT count(*), sum(n) FROM v.t")).ShouldBe(await plant.SourceRowsAsync("SELECT count(*), sum(n) FROM t"));
            (await client.RowsAsync("SELECT count(*), sum(n) FROM v.again WITH HINT (MAX_STALENESS(3600))")).ShouldBe(await plant.SourceRowsAsync("SELECT count(*), sum(n) FROM t"));
        }

        (await client.TextAsync("EXPLAIN SELECT * FROM v.t")).ShouldMatch(@"replica of v\.t, complete as of \S+ \S+ UTC, \S+ s stale");
        (await client.TextAsync("EXPLAIN SELECT * FROM v.t WITH HINT (MAX_STALENESS(0))")).ShouldMatch(@"source of v\.t: the replica is \S+ s stale, max_staleness is 0 s");
        foreach (var statement in new[] { "REFRESH REPLICA", "ENABLE REPLICA" }) (await client.FailsAsync($"ALTER VIRTUAL TABLE v.t {statement}", "55000")).MessageText.ShouldContain("replica");

        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t DISABLE REPLICA");
        await plant.AtSourceAsync("DELETE FROM t WHERE id > 400");
        (await client.RowsAsync(State)).ShouldBe(["DISABLED|2"]);
        (await client.RowsAsync("SELECT max(id) FROM v.again")).ShouldBe(["400"]);
        (await client.TextAsync("EXPLAIN SELECT * FROM v.again")).ShouldContain("the replica is disabled");
        await client.FailsAsync("ALTER VIRTUAL TABLE v.t DISABLE REPLICA", "55000");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ENABLE REPLICA");
        (await client.RowsAsync(State)).ShouldBe(["ENABLED|2"]);
        (await client.RowsAsync("SELECT max(id) FROM v.t WITH HINT (MAX_STALENESS(3600))")).ShouldBe(["400"]);

        // It went on where it was paused: no row was read again.
        (await client.RowsAsync("SELECT count(*) FROM m_statements WHERE statement_string LIKE 'load of table %'")).ShouldBe(["1"]);
        (await client.RowsAsync("SELECT action_type, is_async, error_code FROM m_virtual_table_replica_action_history WHERE source_table_name = 't' ORDER BY start_time")).ShouldBe(["ADD|FALSE|", "DISABLE|FALSE|", "ENABLE|FALSE|"]);

        // The first one goes, the other one goes on.
        await client.ExecuteAsync("DROP VIRTUAL TABLE v.t");
        await plant.AtSourceAsync("UPDATE t SET n = -1");
        await ReplicationPlant.UntilAsync(client, "SELECT DISTINCT n FROM v.again", "-1");
        (await client.TextAsync("EXPLAIN SELECT * FROM v.again")).ShouldContain("replica of v.again");
        await client.ExecuteAsync("DROP REMOTE SOURCE s CASCADE");
        (await client.RowsAsync("SELECT count(*) FROM remote_subscriptions")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Changes_of_every_type_leave_what_the_source_has_and_policies_hold()
    {
        await using var plant = await ReplicationPlant.StartAsync(
            source.Cluster,
            """
            CREATE TABLE everything (id int PRIMARY KEY, b boolean, r real, d double precision, n numeric, n2 numeric(10, 2), c char(5), v varchar(9), t text, by bytea, da date, ti time, ts timestamp, tsz timestamptz, iv interval,
                u uuid, j json, jb jsonb, ia int[], ta text[]);
            INSERT INTO everything (id) VALUES (1), (2);
            CREATE TABLE unkeyed (a int, b text); INSERT INTO unkeyed VALUES (1, 'x'), (1, 'x'), (2, NULL); ALTER TABLE unkeyed REPLICA IDENTITY FULL;
            CREATE VIEW seen AS SELECT 1 AS one;
            """);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(
            """
            CREATE USER keeper PASSWORD 'Keeper-7731'; GRANT USAGE ON SCHEMA v TO keeper; GRANT CREATE REMOTE SUBSCRIPTION ON REMOTE SOURCE s TO keeper; ALTER VIRTUAL TABLE v.everything OWNER TO keeper;
            CREATE POLICY part ON v.everything USING (id = 1); ALTER VIRTUAL TABLE v.everything ENABLE ROW LEVEL SECURITY; ALTER TABLE v.everything FORCE ROW LEVEL SECURITY
            """);
        await using var keeper = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("keeper", "Keeper-7731"));
        await keeper.ExecuteAsync("ALTER VIRTUAL TABLE v.everything ADD NOT SHARED REPLICA NAME kept");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.unkeyed ADD SHARED REPLICA");
        (await client.FailsAsync("ALTER VIRTUAL TABLE v.seen ADD SHARED REPLICA", "55000")).Hint.ShouldNotBeNull();
        (await client.RowsAsync("SELECT has_replica FROM virtual_tables WHERE table_name = 'seen'")).ShouldBe(["FALSE"]);
        await plant.AtSourceAsync(
            """
            UPDATE everything SET b = true, r = 'NaN', d = '-Infinity', n = 'NaN', n2 = -1.5, c = 'ab', v = 'Ä', t = '', by = '\x00ff', da = 'infinity', ti = '24:00', ts = '-infinity', tsz = 'infinity', iv = '1 mon -2 days',
                u = '00000000-0000-0000-0000-000000000001', j = '{"a":  1}', jb = '{"b": 1, "a": 2}', ia = '{1,NULL}', ta = '{"a","",NULL}' WHERE id = 1;
            INSERT INTO everything SELECT 3, false, '-0', 1e300, 123456789012345678901234567890.123456789;
            DELETE FROM unkeyed WHERE ctid = (SELECT min(ctid) FROM unkeyed); INSERT INTO unkeyed VALUES (3, 'y');
            """);
        foreach (var query in new[] { "SELECT * FROM v.everything ORDER BY id", "SELECT n = 'NaN', da = 'infinity', c || '|', jb ->> 'a', ia[1] FROM v.everything ORDER BY id", "SELECT * FROM v.unkeyed ORDER BY a" })
        {
            var expected = await client.RowsAsync($"{query} WITH HINT (MAX_STALENESS(0))");
            await ReplicationPlant.UntilAsync(client, query, [.. expected]);
            (await client.TextAsync($"EXPLAIN {query}")).ShouldContain("replica of");
        }

        (await keeper.RowsAsync("SELECT id FROM v.everything")).ShouldBe(["1"]);
        (await client.RowsAsync("SELECT count(*) FROM v.everything")).ShouldBe(["3"]);

        // What stands in the way of a copy is no user's to skip.
        await plant.AtSourceAsync("ALTER TABLE unkeyed RENAME COLUMN b TO c; INSERT INTO unkeyed VALUES (4, 'z')");
        await ReplicationPlant.UntilAsync(client, "SELECT error_number FROM remote_subscription_exceptions", "4705");
        var exception = (await client.RowsAsync("SELECT exception_oid FROM remote_subscription_exceptions"))[0];
        (await client.FailsAsync($"PROCESS REMOTE SUBSCRIPTION EXCEPTION {exception} IGNORE", "55000")).Hint!.ShouldContain("ENABLE REPLICA");
        (await client.FailsAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS WHERE error_number = 4705 IGNORE", "55000")).MessageText.ShouldContain("a replica has every change of its source");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS PURGE");
        await ReplicationPlant.UntilAsync(client, "SELECT error_number FROM remote_subscription_exceptions", "4705");
        await plant.AtSourceAsync("ALTER TABLE unkeyed RENAME COLUMN c TO b");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.unkeyed DISABLE REPLICA");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.unkeyed ENABLE REPLICA");
        (await client.RowsAsync("SELECT count(*) FROM remote_subscription_exceptions")).ShouldBe(["0"]);
        (await client.RowsAsync("SELECT a, b FROM v.unkeyed WHERE a > 2 ORDER BY 1 WITH HINT (MAX_STALENESS(3600))")).ShouldBe(["3|y", "4|z"]);
    }

    [Fact]
    public async Task A_source_that_is_gone_and_a_gateway_that_is_killed_leave_the_right_answers()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)");
        await plant.KillAsync();
        foreach (var failpoint in new[] { "replica.made", "replica.live" })
        {
            await plant.RestartAsync($"{failpoint}=kill");
            await using (var client = await plant.OpenAsync()) await Should.ThrowAsync<NpgsqlException>(() => client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ADD SHARED REPLICA"));
            await plant.KillAsync();
        }

        await plant.RestartAsync();
        await using (var client = await plant.OpenAsync())
        {
            await plant.AtSourceAsync("DELETE FROM t WHERE id = 1");
            (await client.RowsAsync("SELECT count(*) FROM v.t")).ShouldBe(["99"]);
            await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM virtual_table_replicas", "0");
            await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
            await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ADD SHARED REPLICA");
            await plant.AtSourceAsync("DELETE FROM t WHERE id = 2");
        }

        // One that is live goes on after a crash, and says nothing of its age until it has asked.
        await plant.KillAsync();
        await plant.RestartAsync();
        await using (var client = await plant.OpenAsync())
        {
            await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM v.t", "98");
            await ReplicationPlant.UntilAsync(client, "SELECT staleness_seconds < 60 FROM m_virtual_table_replicas", "t");
            plant.Proxy.Refuses = true;
            await plant.AtSourceAsync("DELETE FROM t WHERE id = 3");
            (await client.RowsAsync("SELECT count(*) FROM v.t")).ShouldBe(["98"]);
            var error = await Should.ThrowAsync<PostgresException>(() => client.RowsAsync("SELECT count(*) FROM v.t WITH HINT (MAX_STALENESS(0))"));
            error.Hint.ShouldNotBeNull().ShouldContain("has a replica, but the replica is ");
        }
    }
}
