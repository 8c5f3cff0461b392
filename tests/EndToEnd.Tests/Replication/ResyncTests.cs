using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>ALTER REMOTE SUBSCRIPTION … RESYNC: targets are made equal to the source again, while changes go on, and only what differs is written.</summary>
public sealed class ResyncTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables =
        """
        CREATE TABLE a (id int PRIMARY KEY, name text, city text);
        INSERT INTO a VALUES (1, 'Ada', 'London'), (2, 'Bob', 'Paris'), (3, 'Cyd', 'London'), (4, 'Dan', 'Rome');
        CREATE TABLE n (number int, text text);
        ALTER TABLE n REPLICA IDENTITY FULL;
        INSERT INTO n VALUES (1, 'x'), (1, 'x'), (2, NULL);
        """;

    private const string Locals =
        """
        CREATE TABLE same (id int PRIMARY KEY, name text, city text);
        CREATE TABLE marked (id int PRIMARY KEY, name text, city text, type varchar(2), time timestamp);
        CREATE TABLE logged (id int, name text, city text, type varchar(2), time timestamp, place int);
        CREATE TABLE notes (number int, text text);
        CREATE TABLE noted (number int, text text, type varchar(2), time timestamp, place int);
        CREATE REMOTE SUBSCRIPTION s1 ON v.a TARGET TABLE same;
        CREATE REMOTE SUBSCRIPTION s2 ON v.a TARGET TABLE marked CHANGE TYPE COLUMN type CHANGE TIME COLUMN time UPSERT;
        CREATE REMOTE SUBSCRIPTION s3 ON v.a TARGET TABLE logged CHANGE TYPE COLUMN type CHANGE TIME COLUMN time CHANGE SEQUENCE COLUMN place INSERT;
        CREATE REMOTE SUBSCRIPTION s4 ON v.n TARGET TABLE notes;
        CREATE REMOTE SUBSCRIPTION s5 ON v.n TARGET TABLE noted CHANGE TYPE COLUMN type CHANGE TIME COLUMN time CHANGE SEQUENCE COLUMN place INSERT;
        """;

    private const string Log = "SELECT type, id, name, city FROM logged ORDER BY time, place";

    [Fact]
    public async Task What_users_have_damaged_is_written_again_in_each_mode()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        (await client.RowsAsync("SELECT type, count(*) FROM marked GROUP BY 1")).ShouldBe(["A|4"]);
        (await client.RowsAsync(Log)).ShouldBe(["I|1|Ada|London", "I|2|Bob|Paris", "I|3|Cyd|London", "I|4|Dan|Rome"], ignoreOrder: true);
        await client.ExecuteAsync("TRUNCATE logged; INSERT INTO logged SELECT *, 'I', now(), 0 FROM v.a WHERE id < 4; INSERT INTO logged VALUES (8, 'Nan', 'Nice', 'I', now(), 0), (2, 'Bob', 'Paris', 'B', now(), 1), (2, 'Bo', 'Paris', 'U', now(), 2)");
        foreach (var table in new[] { "same", "marked" })
            await client.ExecuteAsync($"DELETE FROM {table} WHERE id = 4; UPDATE {table} SET name = 'Bo' WHERE id = 2; INSERT INTO {table} (id, name, city) VALUES (8, 'Nan', 'Nice'), (9, 'Nan', 'Nice')");
        await client.ExecuteAsync("DELETE FROM notes WHERE number = 2; INSERT INTO notes VALUES (1, 'x'), (3, 'three'); INSERT INTO noted VALUES (1, 'x', 'D', now(), 0), (3, 'three', 'I', now(), 0)");

        // A change that came before and does not fit any more stands in the way of one of them.
        await plant.AtSourceAsync("INSERT INTO a VALUES (9, 'Neo', 'Oslo')");
        await ReplicationPlant.UntilAsync(client, "SELECT object_name, error_number FROM remote_subscription_exceptions ORDER BY 1", "s1|301");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM marked WHERE name = 'Neo'", "1");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM logged WHERE name = 'Neo'", "1");
        for (var i = 1; i <= 5; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} RESYNC");
        client.Notices.Select(notice => notice.MessageText).ShouldBe(
        [
            "remote subscription \"s1\": 5 rows read, 4 corrected", "remote subscription \"s2\": 5 rows read, 3 corrected", "remote subscription \"s3\": 5 rows read, 3 corrected",
            "remote subscription \"s4\": 3 rows read, 3 corrected", "remote subscription \"s5\": 3 rows read, 2 corrected",
        ]);
        await CheckAsync(plant, client);
        (await client.RowsAsync("SELECT id, type FROM marked ORDER BY 1")).ShouldBe(["1|A", "2|A", "3|A", "4|A", "8|D", "9|A"]);
        (await client.RowsAsync("SELECT type, id, name FROM logged ORDER BY time, place")).TakeLast(4).Order().ShouldBe(["B|2|Bo", "D|8|Nan", "I|4|Dan", "U|2|Bob"]);
        (await client.RowsAsync("SELECT count(*) FROM remote_subscription_exceptions")).ShouldBe(["0"]);
        (await client.RowsAsync("SELECT DISTINCT state, resync_state FROM m_remote_subscriptions")).ShouldBe(["APPLY_CHANGE_DATA|"]);

        // They follow as before.
        await plant.AtSourceAsync("DELETE FROM a WHERE id = 1; UPDATE a SET name = 'Bert' WHERE id = 2; INSERT INTO n VALUES (4, 'four'); DELETE FROM n WHERE number = 2");
        await CheckAsync(plant, client);
        client.ClearNotices();
        for (var i = 1; i <= 5; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} RESYNC");
        client.Notices.ShouldAllBe(notice => notice.MessageText.EndsWith(" 0 corrected"));
    }

    [Fact]
    public async Task A_range_is_made_equal_and_the_rest_left_alone()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        await client.ExecuteAsync("UPDATE same SET name = 'wrong'; DELETE FROM same WHERE id = 3; INSERT INTO same VALUES (9, 'Nan', 'Nice')");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC WHERE id BETWEEN 2 AND 3 OR id = 9");
        (await client.RowsAsync("SELECT * FROM same ORDER BY 1")).ShouldBe(["1|wrong|London", "2|Bob|Paris", "3|Cyd|London", "4|wrong|Rome"]);

        // By a column that is no key: a row is in the range on one side only.
        await client.ExecuteAsync("UPDATE same SET city = 'London' WHERE id = 2; UPDATE same SET city = 'Nice', name = 'Cy' WHERE id = 3");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC WHERE city = 'London'");
        (await client.RowsAsync("SELECT * FROM same ORDER BY 1")).ShouldBe(["1|Ada|London", "2|Bob|Paris", "3|Cyd|London", "4|wrong|Rome"]);
        await client.ExecuteAsync("UPDATE marked SET name = 'wrong'; UPDATE notes SET text = 'wrong'");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s2 RESYNC WHERE id > 3");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s4 RESYNC WHERE number = 1");
        (await client.RowsAsync("SELECT id, name, type FROM marked ORDER BY 1")).ShouldBe(["1|wrong|A", "2|wrong|A", "3|wrong|A", "4|Dan|A"]);
        (await client.RowsAsync("SELECT * FROM notes ORDER BY 1")).ShouldBe(["1|x", "1|x", "2|wrong"]);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC WHERE id = 4");
        await plant.AtSourceAsync("UPDATE a SET city = 'Bern'");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM same ORDER BY 1", "1|Ada|Bern", "2|Bob|Bern", "3|Cyd|Bern", "4|Dan|Bern");
    }

    [Fact]
    public async Task What_is_not_possible_is_said()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        await client.ExecuteAsync("CREATE TABLE upper (id int PRIMARY KEY, name text); CREATE REMOTE SUBSCRIPTION s6 AS (SELECT id, upper(name) FROM v.a WHERE id < 3) TARGET TABLE upper");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC", "55000")).Hint.ShouldNotBeNull();
        foreach (var name in new[] { "s1", "s6" }) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {name} QUEUE");
        foreach (var name in new[] { "s1", "s6" }) await ReplicationPlant.UntilStateAsync(client, name, "MAT_START_END_MARKER");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC WHERE id = 1", "55000")).Hint.ShouldNotBeNull();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC");
        (await client.RowsAsync("SELECT * FROM upper ORDER BY 1")).ShouldBe(["1|ADA", "2|BOB"]);
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC WHERE name = 'Ada'", "0A000")).MessageText.ShouldContain("\"name\"");
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC WHERE id = (SELECT 1)", "0A000");
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC WHERE random() > 0.5", "0A000");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC WHERE nix = 1", "42703")).Position.ShouldBeGreaterThan(0);
        await client.ExecuteAsync("BEGIN");
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC", "25001");
        await client.ExecuteAsync("ROLLBACK; CREATE ROLE eve LOGIN PASSWORD 'eve-password'");
        await using var eve = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("eve", "eve-password"));
        await eve.FailsAsync("ALTER REMOTE SUBSCRIPTION s6 RESYNC", "42501");
        (await client.RowsAsync("SELECT subscription_name, resync_state FROM m_remote_subscriptions WHERE subscription_name IN ('s1', 's6') ORDER BY 1")).ShouldBe(["s1|", "s6|"]);
    }

    [Fact]
    public async Task A_capture_that_is_lost_begins_anew_and_all_its_targets_are_made_equal()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        await LoseAsync(plant, client);
        await ReplicationPlant.UntilAsync(client, "SELECT object_type, component, sqlstate, next_retry_time FROM remote_subscription_exceptions", "REMOTE SOURCE|ADAPTER|55000|");
        client.ClearNotices();
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC");
        client.Notices.Select(notice => notice.MessageText).ShouldBe(["remote subscription \"s1\": 4 rows read, 3 corrected"]);
        (await client.RowsAsync("SELECT count(*) FROM remote_subscription_exceptions")).ShouldBe(["0"]);
        await CheckAsync(plant, client);
        (await client.RowsAsync("SELECT id, type FROM marked ORDER BY 1")).ShouldBe(["1|D", "2|A", "3|A", "4|A", "5|A"]);
        await plant.AtSourceAsync("INSERT INTO a VALUES (6, 'Fay', 'Rome'); INSERT INTO n VALUES (6, 'six')");
        await CheckAsync(plant, client);
        (await plant.SlotsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_in_the_midst_nothing_is_lost_and_the_dictionary_says_what_is_left()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using (var client = await LoadAsync(plant))
            await client.ExecuteAsync("UPDATE same SET name = 'wrong'; DELETE FROM marked WHERE id = 3");
        string[] places = ["advanced", "written", "committed"];
        await plant.KillAsync();
        await plant.RestartAsync($"resync.{places[0]}=kill");
        foreach (var (place, next) in places.Zip(places.Skip(1).Append(null)))
        {
            await using (var client = await plant.OpenAsync()) await Should.ThrowAsync<Exception>(() => client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC WHERE id < 3"));
            await plant.KillAsync();
            await plant.RestartAsync(next is null ? null : $"resync.{next}=kill");
            await using var again = await plant.OpenAsync();
            (await again.RowsAsync("SELECT count(*) FROM same WHERE name = 'wrong'")).ShouldBe([place == "committed" ? "2" : "4"]);
            (await again.RowsAsync("SELECT resync_state, resync_condition FROM m_remote_subscriptions WHERE subscription_name = 's1'")).ShouldBe([place == "committed" ? "|" : "INCOMPLETE|id < 3"]);
        }

        // Between the end of one capture and the beginning of the next.
        await using (var client = await plant.OpenAsync()) await LoseAsync(plant, client);
        foreach (var place in new[] { "gap", "restarted" })
        {
            await plant.KillAsync();
            await plant.RestartAsync($"resync.{place}=kill");

            // What is left of the repair is done with the next start, whoever asks.
            await Should.ThrowAsync<Exception>(async () =>
            {
                await using var client = await plant.OpenAsync();
                await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC");
            });
        }

        await plant.KillAsync();
        await plant.RestartAsync();
        await using var last = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(last, "SELECT DISTINCT error_number, sqlstate, count(*) FROM remote_subscription_exceptions GROUP BY 1, 2", "4710|55000|5");
        (await last.RowsAsync("SELECT DISTINCT resync_state FROM m_remote_subscriptions")).ShouldBe(["REQUIRED"]);
        await last.FailsAsync("ALTER REMOTE SUBSCRIPTION s1 RESYNC WHERE id = 1", "55000");
        await last.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await plant.AtSourceAsync("UPDATE a SET name = 'late' WHERE id = 4");
        await ReplicationPlant.UntilAsync(last, "SELECT count(*) FROM remote_subscription_exceptions", "5");
        await last.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s5 RESYNC");
        await CheckAsync(plant, last);
        (await last.RowsAsync("SELECT count(*) FROM remote_subscription_exceptions")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task While_rows_come_and_go_none_is_lost_and_none_is_there_twice()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                await using var connection = await plant.Cluster.DataSource(plant.Database).OpenConnectionAsync();
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await using var command = new Npgsql.NpgsqlCommand(
                        $"""
                        INSERT INTO a VALUES ({i % 40}, 'new', 'Rome') ON CONFLICT (id) DO UPDATE SET id = a.id + 100 * (1 + (random() * 90)::int) + {i}, city = 'Oslo';
                        UPDATE a SET name = 'n{i}', city = CASE city WHEN 'Rome' THEN 'Bern' ELSE 'Rome' END WHERE id % 7 = {i % 7};
                        DELETE FROM a WHERE id % 11 = {i % 11} OR id > 2000;
                        INSERT INTO n VALUES ({i % 5}, 'y'); DELETE FROM n WHERE ctid IN (SELECT min(ctid) FROM n WHERE number = {i % 3} AND (SELECT count(*) FROM n) > 30);
                        """,
                        connection);
                    await command.ExecuteNonQueryAsync();
                    await Task.Delay(i % 8);
                }
            },
            CancellationToken.None);
        for (var round = 0; round < 3; round++)
        {
            // What is damaged may stand in the way before it is repaired.
            await client.ExecuteAsync($"DELETE FROM same WHERE id % 3 = {round}; UPDATE marked SET name = 'wrong' WHERE id % 3 = {round}");
            foreach (var order in new[] { $"s1 RESYNC WHERE id % 3 = {round}", "s2 RESYNC WHERE city = 'Rome'", "s3 RESYNC WHERE city <> 'Rome'", "s4 RESYNC WHERE number = 1", "s2 RESYNC", "s5 RESYNC" })
                await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {order}");
        }

        await stop.CancelAsync();
        await writing;
        await CheckAsync(plant, client);
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Between_marks_what_has_changed_meanwhile_corrects_what_was_read()
    {
        // A slot for the capture, and none for a snapshot.
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_replication_slots"] = "1" } }, TestContext.Current.CancellationToken);
        await using var plant = await ReplicationPlant.StartAsync(cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        await client.ExecuteAsync("CREATE REPLICATION TASK copied FROM v.a TO copied MODE REPLICATION");
        await client.ExecuteAsync("START TASK copied");
        string[] subscriptions = ["s1", "s2", "s3", "s4"];
        foreach (var subscription in subscriptions) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {subscription} QUEUE");
        foreach (var subscription in subscriptions) await ReplicationPlant.UntilStateAsync(client, subscription, "MAT_START_END_MARKER");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s3 RESYNC", "0A000")).Hint!.ShouldContain("twice");
        (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s4 RESYNC", "0A000")).Hint!.ShouldContain("without a key");
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                await using var connection = await cluster.DataSource(plant.Database).OpenConnectionAsync();
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await using var command = new Npgsql.NpgsqlCommand(
                        $"INSERT INTO a VALUES ({10 + (i % 20)}, 'new', 'Rome') ON CONFLICT (id) DO UPDATE SET id = a.id + 100, city = 'Oslo'; UPDATE a SET name = 'n{i}' WHERE id % 7 = {i % 7}; DELETE FROM a WHERE id % 11 = {i % 11} AND id > 4", connection);
                    await command.ExecuteNonQueryAsync();
                }
            },
            CancellationToken.None);
        foreach (var subscription in new[] { "s1", "s2" })
        {
            await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {subscription} RESYNC");
            await ReplicationPlant.UntilStateAsync(client, subscription, "APPLY_CHANGE_DATA");
        }

        await DamageAsync(client, "UPDATE same SET name = 'wrong' WHERE id < 4; DELETE FROM marked WHERE id < 3; INSERT INTO marked (id, name, city) VALUES (9999, 'Nan', 'Nice')");
        foreach (var order in new[] { "s1 RESYNC WHERE id < 4", "s2 RESYNC" }) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION {order}");
        await stop.CancelAsync();
        await writing;
        string[] rows = [.. await plant.SourceRowsAsync("SELECT * FROM a ORDER BY 1")];
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM same ORDER BY 1", rows);
        await ReplicationPlant.UntilAsync(client, "SELECT id, name, city FROM marked WHERE type <> 'D' ORDER BY 1", rows);
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM copied ORDER BY 1", rows);
        foreach (var subscription in new[] { "s1", "s2" }) await ReplicationPlant.UntilStateAsync(client, subscription, "APPLY_CHANGE_DATA");
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
    }

    // Changes that are being applied to the same rows may be in the way.
    private static async Task DamageAsync(GatewayClient client, string statements)
    {
        while (true)
        {
            try
            {
                await client.ExecuteAsync(statements);
                return;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == "40001")
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }

    // A RESYNC of what has been queued is a load.
    private static async Task<GatewayClient> LoadAsync(ReplicationPlant plant)
    {
        var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        for (var i = 1; i <= 5; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} QUEUE");
        for (var i = 1; i <= 5; i++) await ReplicationPlant.UntilStateAsync(client, $"s{i}", "MAT_START_END_MARKER");
        for (var i = 1; i <= 5; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} RESYNC");
        (await client.RowsAsync("SELECT DISTINCT state FROM m_remote_subscriptions")).ShouldBe(["APPLY_CHANGE_DATA"]);
        client.ClearNotices();
        return client;
    }

    private static async Task LoseAsync(ReplicationPlant plant, GatewayClient client)
    {
        var slot = (await plant.SlotsAsync()).ShouldHaveSingleItem();
        await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND CAPTURE");
        await ReplicationPlant.UntilNoneAsync(() => plant.SourceRowsAsync($"SELECT 1 FROM pg_replication_slots WHERE slot_name = '{slot}' AND active"));
        await plant.AtSourceAsync($"SELECT pg_drop_replication_slot('{slot}'); DELETE FROM a WHERE id = 1; UPDATE a SET city = 'Bern' WHERE id = 2; INSERT INTO a VALUES (5, 'Eve', 'Bern'); DELETE FROM n WHERE number = 2");
        await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME CAPTURE");
    }

    /// <summary>All targets say what the source does, at once or soon.</summary>
    private static async Task CheckAsync(ReplicationPlant plant, GatewayClient client)
    {
        string[] a = [.. await plant.SourceRowsAsync("SELECT * FROM a ORDER BY 1")], n = [.. await plant.SourceRowsAsync("SELECT * FROM n ORDER BY 1, 2")];
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM same ORDER BY 1", a);
        await ReplicationPlant.UntilAsync(client, "SELECT id, name, city FROM marked WHERE type <> 'D' ORDER BY 1", a);
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM notes ORDER BY 1, 2", n);
        await ReplicationPlant.UntilAsync(
            client,
            "SELECT id, name, city FROM (SELECT id, name, city, type, row_number() OVER (PARTITION BY id ORDER BY time DESC, place DESC) AS nth FROM logged) AS l WHERE nth = 1 AND type IN ('I', 'U') ORDER BY 1", a);
        await ReplicationPlant.UntilAsync(client, "SELECT sum(CASE WHEN type IN ('I', 'U') THEN 1 ELSE -1 END) FROM noted", [$"{n.Length}"]);
    }
}
