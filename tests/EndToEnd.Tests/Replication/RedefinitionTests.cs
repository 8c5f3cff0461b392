using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>ALTER REMOTE SUBSCRIPTION … AS, ON, TARGET: other rows, columns and modes, as of one position of the stream.</summary>
public sealed class RedefinitionTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables =
        """
        CREATE TABLE a (id int PRIMARY KEY, name text, size int);
        INSERT INTO a VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3), (4, 'four', NULL), (5, 'five', 5);
        """;

    [Fact]
    public async Task Only_rows_that_come_are_read_and_only_those_that_leave_go()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant, "CREATE TABLE here (id int PRIMARY KEY, name text, size int)", "AS (SELECT id, name, size FROM v.a WHERE size > 1) TARGET TABLE here");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub AS (SELECT id, name, size FROM v.a WHERE size > 2)");
        (await client.RowsAsync("SELECT id FROM here ORDER BY 1")).ShouldBe(["3", "5"]);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub AS (SELECT id, name, size FROM v.a WHERE size < 5 OR size IS NULL)");
        (await client.RowsAsync("SELECT id FROM here ORDER BY 1")).ShouldBe(["1", "2", "3", "4"]);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub ON v.a");
        client.Notices.Select(notice => notice.MessageText).ShouldBe(
            ["remote subscription \"sub\": 0 rows read, 1 corrected", "remote subscription \"sub\": 3 rows read, 4 corrected", "remote subscription \"sub\": 1 rows read, 1 corrected"]);
        await plant.AtSourceAsync("UPDATE a SET size = 9; INSERT INTO a VALUES (6, 'six', 6); DELETE FROM a WHERE id = 2");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM here ORDER BY 1", "1|one|9", "3|three|9", "4|four|9", "5|five|9", "6|six|6");
        (await client.RowsAsync("SELECT subscription_type, subscription_query_string FROM remote_subscriptions")).ShouldBe(["TABLE|"]);
    }

    [Fact]
    public async Task Columns_come_and_go_with_those_of_the_target()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant, "CREATE TABLE here (id int PRIMARY KEY, name text)", "AS (SELECT id, name FROM v.a) TARGET TABLE here");
        await client.ExecuteAsync("ALTER TABLE here ADD COLUMN size int");
        await plant.AtSourceAsync("UPDATE a SET name = 'uno' WHERE id = 1");
        await ReplicationPlant.UntilAsync(client, "SELECT error_number FROM remote_subscription_exceptions", "1957");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub AS (SELECT id, name, size * 10 FROM v.a)");
        (await client.RowsAsync("SELECT * FROM here ORDER BY 1")).ShouldBe(["1|uno|10", "2|two|20", "3|three|30", "4|four|", "5|five|50"]);
        (await client.RowsAsync("SELECT count(*) FROM remote_subscription_exceptions")).ShouldBe(["0"]);
        await client.ExecuteAsync("ALTER TABLE here DROP COLUMN name");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub AS (SELECT id, size FROM v.a)");
        await plant.AtSourceAsync("UPDATE a SET size = 7 WHERE id = 4");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM here ORDER BY 1", "1|1", "2|2", "3|3", "4|7", "5|5");
    }

    [Fact]
    public async Task A_target_shows_changes_in_another_way()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant, "CREATE TABLE here (id int, name text, size int)", "ON v.a TARGET TABLE here");
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sub TARGET TABLE here UPSERT", "42P17");
        await client.ExecuteAsync("ALTER TABLE here ADD COLUMN type varchar(2); ALTER TABLE here ADD COLUMN time timestamp; ALTER TABLE here ADD COLUMN place int");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub TARGET TABLE here CHANGE TYPE COLUMN type CHANGE TIME COLUMN time CHANGE SEQUENCE COLUMN place INSERT");
        (await client.RowsAsync("SELECT type, count(*), count(time), count(place) FROM here GROUP BY 1")).ShouldBe(["I|5|5|5"]);
        await plant.AtSourceAsync("UPDATE a SET size = 9 WHERE id = 1; DELETE FROM a WHERE id = 2");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM here", "7");

        // Back to a row for each key, of which the deleted ones stay.
        await client.ExecuteAsync("ALTER TABLE here DROP COLUMN place");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub TARGET TABLE here CHANGE TYPE COLUMN type CHANGE TIME COLUMN time UPSERT");
        (await client.RowsAsync("SELECT id, size, type FROM here ORDER BY 1")).ShouldBe(["1|9|A", "2||D", "3|3|A", "4||A", "5|5|A"]);
        await plant.AtSourceAsync("UPDATE a SET size = 10 WHERE id = 3");
        await ReplicationPlant.UntilAsync(client, "SELECT size, type FROM here WHERE id = 3", "10|A");
        await client.ExecuteAsync("ALTER TABLE here DROP COLUMN type; ALTER TABLE here DROP COLUMN time");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub TARGET TABLE here");
        await plant.AtSourceAsync("DELETE FROM a WHERE id = 5");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM here ORDER BY 1", "1|one|9", "3|three|10", "4|four|");
        (await client.RowsAsync("SELECT change_mode FROM remote_subscriptions")).ShouldBe(["NORMAL"]);
    }

    [Fact]
    public async Task It_is_said_what_comes_first_and_killed_in_the_midst_all_stays_as_it_was()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables + "CREATE TABLE b (id int PRIMARY KEY, name text, size int)");
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync("CREATE TABLE here (id int PRIMARY KEY, name text, size int); CREATE REMOTE SUBSCRIPTION sub ON v.a TARGET TABLE here");

            // Before anything is captured only the definition is other.
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub AS (SELECT * FROM v.a WHERE id > 2)");
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub QUEUE");
            (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sub ON v.a", "55000")).Hint.ShouldNotBeNull();
            await ReplicationPlant.UntilStateAsync(client, "sub", "MAT_START_END_MARKER");
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub RESYNC");
            await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sub ON v.b", "0A000");
            await client.FailsAsync("ALTER REMOTE SUBSCRIPTION sub AS (SELECT id FROM v.a)", "42804");
            await client.ExecuteAsync("CREATE ROLE eve LOGIN PASSWORD 'eve-password'");
            await using var eve = await GatewayClient.OpenAsync(plant.Gateway, builder => (builder.Username, builder.Password) = ("eve", "eve-password"));
            await eve.FailsAsync("ALTER REMOTE SUBSCRIPTION sub ON v.a", "42501");
        }

        await plant.KillAsync();
        await plant.RestartAsync("resync.written=kill");
        await using (var client = await plant.OpenAsync()) await Should.ThrowAsync<Exception>(() => client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub ON v.a"));
        await plant.KillAsync();
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        (await again.RowsAsync("SELECT id FROM here ORDER BY 1")).ShouldBe(["3", "4", "5"]);
        (await again.RowsAsync("SELECT subscription_type FROM remote_subscriptions")).ShouldBe(["SQL"]);
        await plant.AtSourceAsync("UPDATE a SET name = 'x'");
        await again.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub ON v.a");
        await ReplicationPlant.UntilAsync(again, "SELECT id, name FROM here ORDER BY 1", "1|x", "2|x", "3|x", "4|x", "5|x");
    }

    private static async Task<GatewayClient> LoadAsync(ReplicationPlant plant, string table, string subscription)
    {
        var client = await plant.OpenAsync();
        await client.ExecuteAsync($"{table}; CREATE REMOTE SUBSCRIPTION sub {subscription}");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub QUEUE");
        await ReplicationPlant.UntilStateAsync(client, "sub", "MAT_START_END_MARKER");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub RESYNC");
        client.ClearNotices();
        return client;
    }
}
