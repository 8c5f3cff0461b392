using FederationGateway.Adapters.Abstractions;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>What stands in the way is said before anything is made, with a statement that removes it.</summary>
public sealed class CaptureChecksTests(CaptureFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_stands_in_the_way_of_ordinary_tables_and_nothing_is_made()
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, """
            CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (v int); ALTER TABLE b REPLICA IDENTITY FULL;
            CREATE TABLE p (id int PRIMARY KEY) PARTITION BY HASH (id); CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0)
            """, "a", "b", "p");
        (await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, Cancellation)).ShouldBeEmpty();
        (await capture.Source.CaptureStatusAsync(capture.Name, Cancellation)).Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("CREATE TABLE t (v int)", "logs nothing of old rows", "ALTER TABLE \"public\".\"t\" REPLICA IDENTITY FULL")]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY NOTHING", "logs nothing of old rows", "ALTER TABLE public.t REPLICA IDENTITY DEFAULT")]
    [InlineData("CREATE TABLE t (id int NOT NULL); CREATE UNIQUE INDEX \"the Key\" ON t (id)", "logs nothing of old rows", "ALTER TABLE public.t REPLICA IDENTITY USING INDEX \"the Key\"")]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY, c int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_c_key", "which are not the key", "ALTER TABLE public.t REPLICA IDENTITY DEFAULT")]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY DEFERRABLE)", "logs nothing of old rows", "ALTER TABLE public.t REPLICA IDENTITY FULL")]
    [InlineData("CREATE UNLOGGED TABLE t (id int PRIMARY KEY)", "unlogged", "ALTER TABLE public.t SET LOGGED")]
    [InlineData("CREATE VIEW t AS SELECT 1 AS id", "is a view", null)]
    [InlineData("CREATE MATERIALIZED VIEW t AS SELECT 1 AS id", "is a materialized view", null)]
    [InlineData("CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN TABLE t (id int) SERVER s", "is a foreign table", null)]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c () INHERITS (t)", "inheriting", null)]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED)", "column \"g\"", "ALTER TABLE public.t ALTER COLUMN g DROP EXPRESSION")]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY, r regclass)", "column \"r\"", "ALTER TABLE public.t ALTER COLUMN r TYPE oid")]
    public async Task A_table_that_cannot_be_captured_says_why_and_the_remedy_helps(string sql, string message, string? remedy)
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, sql, "t");
        var obstacle = (await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, Cancellation)).ShouldHaveSingleItem();
        obstacle.Message.ShouldContain(message);
        if (remedy is null) return;
        obstacle.Remedy.Replace("\"public\".\"t\"", "public.t", StringComparison.Ordinal).Replace("\"g\"", "g", StringComparison.Ordinal).Replace("\"r\"", "r", StringComparison.Ordinal)
            .ShouldBe(remedy.Replace("\"public\".\"t\"", "public.t", StringComparison.Ordinal));
        await capture.RunAsync(obstacle.Remedy);
        capture.Tables = [new CapturedTable(1, await capture.Test.ImportAsync("t"))];
        (await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_that_is_gone_or_made_anew_is_named()
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE s (id int PRIMARY KEY)", "t", "s");
        await capture.RunAsync("DROP TABLE t; DROP TABLE s; CREATE TABLE s (id int PRIMARY KEY)");
        var obstacles = await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, Cancellation);
        obstacles.Select(obstacle => obstacle.Message).ShouldBe(["table \"public\".\"t\" does not exist", "table \"public\".\"s\" was made anew since it was imported"]);
    }

    [Fact]
    public async Task A_partition_that_names_its_rows_otherwise_is_named()
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, """
            CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (9) TO (19);
            ALTER TABLE t1 REPLICA IDENTITY FULL; ALTER TABLE t2 REPLICA IDENTITY NOTHING
            """, "t");
        var obstacle = (await capture.Source.CheckCaptureAsync(capture.Name, capture.Tables, Cancellation)).ShouldHaveSingleItem();
        obstacle.Remedy.ShouldBe("ALTER TABLE public.t2 REPLICA IDENTITY DEFAULT");
    }

    [Fact]
    public async Task Rights_that_are_missing_are_named_and_can_be_granted()
    {
        var role = $"role_{Guid.NewGuid():N}"[..12];
        await fixture.Cluster.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD '{PostgresCluster.Password}'", cancellationToken: Cancellation);
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, $"""
            CREATE TABLE t (id int PRIMARY KEY); GRANT SELECT ON t TO {role}; ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            """, ("user", role));
        CapturedTable[] tables = [new(1, await test.ImportAsync("t"))];
        var source = (ICaptureSource)test.Source;
        var obstacles = await source.CheckCaptureAsync("fedgw_rights", tables, Cancellation);
        obstacles.Select(obstacle => obstacle.Remedy).ShouldBe(
        [
            $"ALTER ROLE {role} REPLICATION",
            $"GRANT CREATE ON DATABASE {test.Database} TO {role}",
            $"ALTER TABLE \"public\".\"t\" OWNER TO {role}, or GRANT its owner's role TO {role}",
            $"ALTER ROLE {role} BYPASSRLS",
        ]);
        foreach (var obstacle in obstacles) await fixture.Cluster.ExecuteAsync(obstacle.Remedy.Split(", or")[0], test.Database, Cancellation);
        (await source.CheckCaptureAsync("fedgw_rights", tables, Cancellation)).ShouldBeEmpty();

        // And these rights are enough.
        var name = $"fedgw_{Guid.NewGuid():N}"[..20];
        var start = await source.StartCaptureAsync(name, tables, Cancellation);
        await fixture.Cluster.ExecuteAsync("INSERT INTO t VALUES (1)", test.Database, Cancellation);
        await source.WriteMarkerAsync(name, "M", Cancellation);
        await using (var stream = await source.OpenChangesAsync(name, tables, start!, Cancellation))
        {
            using var chunk = await stream.ReadAsync(Cancellation);
            chunk.Tables.ShouldHaveSingleItem().Rows.Length.ShouldBe(1);
            (await source.CaptureStatusAsync(name, Cancellation)).Condition.ShouldBe("reserved");
        }

        await source.DropCaptureAsync(name, Cancellation);
    }

    [Fact]
    public async Task Settings_of_the_server_are_named()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Settings = new Dictionary<string, string> { ["wal_level"] = "replica", ["max_replication_slots"] = "0", ["max_wal_senders"] = "0" },
        }, Cancellation);
        await using var test = await SourceUnderTest.CreateAsync(cluster, "CREATE TABLE t (id int PRIMARY KEY)");
        var obstacles = await ((ICaptureSource)test.Source).CheckCaptureAsync("fedgw_settings", [new CapturedTable(1, await test.ImportAsync("t"))], Cancellation);
        obstacles.Count.ShouldBe(3);
        obstacles[0].Remedy.ShouldContain("ALTER SYSTEM SET wal_level = 'logical'");
        obstacles[1].Message.ShouldContain("max_replication_slots");
        obstacles[2].Message.ShouldContain("max_wal_senders");
    }
}
