using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>WITH [RESTRICTED] SCHEMA CHANGES: what happens to the source's table happens to the virtual table, and to the target, in the order of the stream.</summary>
public sealed class SchemaChangeTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables = "CREATE TABLE a (id int PRIMARY KEY, name text, size int); INSERT INTO a VALUES (1, 'one', 1), (2, 'two', 2)";

    private const string Locals =
        """
        CREATE TABLE same (id int PRIMARY KEY, name text, size int);
        CREATE TABLE marked (id int PRIMARY KEY, name text, size int, type varchar(2), time timestamp);
        CREATE TABLE logged (id int, name text, size int, type varchar(2), time timestamp, place int);
        CREATE TABLE few (id int PRIMARY KEY, name text, size int);
        CREATE REMOTE SUBSCRIPTION s1 ON v.a WITH SCHEMA CHANGES TARGET TABLE same;
        CREATE REMOTE SUBSCRIPTION s2 ON v.a WITH SCHEMA CHANGES TARGET TABLE marked CHANGE TYPE COLUMN type CHANGE TIME COLUMN time UPSERT;
        CREATE REMOTE SUBSCRIPTION s3 ON v.a WITH SCHEMA CHANGES TARGET TABLE logged CHANGE TYPE COLUMN type CHANGE TIME COLUMN time CHANGE SEQUENCE COLUMN place INSERT;
        CREATE REMOTE SUBSCRIPTION s4 ON v.a WITH RESTRICTED SCHEMA CHANGES TARGET TABLE few;
        """;

    private const string ColumnsOf = "SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = ";

    [Fact]
    public async Task Columns_come_go_and_change_in_each_mode()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        await plant.AtSourceAsync("UPDATE a SET size = 3 WHERE id = 1; ALTER TABLE a ADD COLUMN note text DEFAULT 'none'; INSERT INTO a VALUES (3, 'three', 3, NULL); UPDATE a SET note = 'new' WHERE id = 2");
        await CheckAsync(plant, client, "id, name, size, note");
        (await client.RowsAsync("SELECT id, name, size, note FROM v.a ORDER BY 1")).ShouldBe(["1|one|3|none", "2|two|2|new", "3|three|3|"]);
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM few ORDER BY 1", "1|one|3", "2|two|2", "3|three|3");

        // Renamed, retyped and dropped, each told with the next row; rows that are not touched change as well.
        await plant.AtSourceAsync("ALTER TABLE a RENAME COLUMN name TO title; ALTER TABLE a ALTER COLUMN size TYPE text USING 'size ' || size; INSERT INTO a VALUES (4, 'four', 'large', 'x')");
        await CheckAsync(plant, client, "id, title, size, note");
        (await client.RowsAsync(ColumnsOf + "'same'")).ShouldBe(["id integer, title text, size text, note text"]);
        (await client.RowsAsync(ColumnsOf + "'a'")).ShouldBe(["id integer, title text, size text, note text"]);

        // The target of the restricted one keeps its columns; text does not fit its integer.
        await ReplicationPlant.UntilAsync(client, "SELECT object_name, error_number FROM remote_subscription_exceptions", "s4|1957");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s4 RESET");
        await plant.AtSourceAsync("ALTER TABLE a DROP COLUMN size; UPDATE a SET title = 'uno' WHERE id = 1; DELETE FROM a WHERE id = 2");
        await CheckAsync(plant, client, "id, title, note");
        (await client.RowsAsync(ColumnsOf + "'marked'")).ShouldBe(["id integer, title text, type character varying, time timestamp without time zone, note text"]);
        (await client.RowsAsync("SELECT id, type FROM marked WHERE type = 'D'")).ShouldBe(["2|D"]);
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restricted_changes_stop_at_the_virtual_table()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        await plant.AtSourceAsync("ALTER TABLE a RENAME COLUMN name TO title; ALTER TABLE a ADD COLUMN note text; ALTER TABLE a DROP COLUMN size; INSERT INTO a VALUES (3, 'three', 'n'); UPDATE a SET title = 'deux' WHERE id = 2");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM few ORDER BY 1", "1|one|1", "2|deux|", "3|three|");
        (await client.RowsAsync(ColumnsOf + "'a'")).ShouldBe(["id integer, title text, note text"]);
        await CheckAsync(plant, client, "id, title, note");
        await plant.KillAsync();
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        await again.ExecuteAsync("ALTER REMOTE SUBSCRIPTION s4 RESYNC");
        await plant.AtSourceAsync("ALTER TABLE a RENAME COLUMN title TO heading; UPDATE a SET heading = 'ein' WHERE id = 1");
        await ReplicationPlant.UntilAsync(again, "SELECT * FROM few ORDER BY 1", "1|ein|", "2|deux|", "3|three|");
    }

    [Fact]
    public async Task What_cannot_be_followed_is_an_exception_until_it_can()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await LoadAsync(plant);
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v.listed (id int, name text, size int) AT s.\"<NULL>\".public.a");
        await client.FailsAsync("CREATE REMOTE SUBSCRIPTION s9 ON v.listed WITH SCHEMA CHANGES TARGET TABLE same", "0A000");
        await client.FailsAsync("CREATE REMOTE SUBSCRIPTION s9 AS (SELECT * FROM v.a) WITH SCHEMA CHANGES TARGET TABLE same", "42601");
        await client.ExecuteAsync("CREATE VIEW sizes AS SELECT id, size FROM same");
        await plant.AtSourceAsync("ALTER TABLE a DROP COLUMN size; INSERT INTO a VALUES (3, 'three')");
        await ReplicationPlant.UntilAsync(client, "SELECT object_name, error_number, component FROM remote_subscription_exceptions", "s1|4705|APPLIER");
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).Single().ShouldContain("sizes");
        await ReplicationPlant.UntilAsync(client, "SELECT id, name FROM marked ORDER BY 1", "1|one", "2|two", "3|three");
        await client.ExecuteAsync("DROP VIEW sizes");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await CheckAsync(plant, client, "id, name");

        // A key that goes is nothing the target could follow; a table that goes never is.
        await plant.AtSourceAsync("ALTER TABLE a DROP COLUMN id; ALTER TABLE a REPLICA IDENTITY FULL; INSERT INTO a VALUES ('four')");
        await ReplicationPlant.UntilAsync(client, "SELECT object_name FROM remote_subscription_exceptions WHERE error_number = 4705 ORDER BY 1", "s1", "s2");
    }

    [Fact]
    public async Task Killed_around_a_change_it_is_followed_once()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await (await LoadAsync(plant)).DisposeAsync();
        await plant.KillAsync();
        await plant.AtSourceAsync("BEGIN; UPDATE a SET size = 5; ALTER TABLE a ADD COLUMN note text DEFAULT 'none'; UPDATE a SET note = 'x' WHERE id = 1; COMMIT; ALTER TABLE a ADD COLUMN at date DEFAULT '2026-01-01'; INSERT INTO a VALUES (3, 'three', 3)");
        foreach (var failpoint in new[] { "applier-before-commit=kill@1", "applier-before-commit=kill@2", "applier-after-commit=kill@1" })
        {
            await plant.RestartAsync(failpoint);
            while (!plant.Gateway.HasExited) await Task.Delay(20, TestContext.Current.CancellationToken);
            await plant.KillAsync();
        }

        await plant.RestartAsync();
        await using var client = await plant.OpenAsync();
        await CheckAsync(plant, client, "id, name, size, note, at");
        (await client.RowsAsync(ColumnsOf + "'same'")).ShouldBe(["id integer, name text, size integer, note text, at date"]);
    }

    private static async Task<GatewayClient> LoadAsync(ReplicationPlant plant)
    {
        var client = await plant.OpenAsync();
        await client.ExecuteAsync(Locals);
        for (var i = 1; i <= 4; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} QUEUE");
        for (var i = 1; i <= 4; i++) await ReplicationPlant.UntilStateAsync(client, $"s{i}", "MAT_START_END_MARKER");
        for (var i = 1; i <= 4; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} RESYNC");
        return client;
    }

    private static async Task CheckAsync(ReplicationPlant plant, GatewayClient client, string columns)
    {
        string[] rows = [.. await plant.SourceRowsAsync($"SELECT {columns} FROM a ORDER BY 1")];
        foreach (var target in new[] { "same", "marked WHERE type <> 'D'", "(SELECT *, row_number() OVER (PARTITION BY id ORDER BY time DESC, place DESC) AS nth FROM logged) AS l WHERE nth = 1 AND type IN ('I', 'U')" })
            await UntilAsync(client, $"SELECT {columns} FROM {target} ORDER BY 1", rows);
    }

    // The columns may not be there yet.
    private static async Task UntilAsync(GatewayClient client, string sql, string[] rows)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ReplicationPlant.UntilAsync(client, sql, rows);
                return;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == "42703" && tries < 500)
            {
                await Task.Delay(50);
            }
        }
    }
}
