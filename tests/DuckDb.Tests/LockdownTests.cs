using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public sealed class LockdownTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fedgw-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/passwd.csv'")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM sniff_csv('/etc/passwd')")]
    [InlineData("COPY (SELECT 1) TO '/tmp/fedgw-should-not-exist.csv'")]
    [InlineData("EXPORT DATABASE '/tmp/fedgw-should-not-exist'")]
    [InlineData("ATTACH '/tmp/fedgw-should-not-exist.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD '/tmp/x.duckdb_extension'")]
    [InlineData("SET memory_limit = '100GB'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("SET threads = 64")]
    [InlineData("SET temp_directory = '/'")]
    [InlineData("RESET allowed_configs")]
    public void Nothing_outside_can_be_reached(string sql)
    {
        using var engine = DuckDbEngine.Open(new EngineOptions());
        using var connection = engine.Connect();
        Should.Throw<GatewayException>(() => connection.Execute(sql, CancellationToken.None));
        engine.IsInvalidated.ShouldBeFalse();
        File.Exists("/tmp/fedgw-should-not-exist.db").ShouldBeFalse();
    }

    [Fact]
    public void The_time_zone_is_UTC_and_can_be_set_in_a_session()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions());
        using var connection = engine.Connect();
        using var other = engine.Connect();
        connection.Execute("SET TimeZone = 'Europe/Berlin'", CancellationToken.None);
        TestBatches.Scalar(connection, "SELECT (TIMESTAMPTZ '2024-01-01 00:00:00+00')::VARCHAR").ShouldBe("2024-01-01 01:00:00+01");
        TestBatches.Scalar(other, "SELECT (TIMESTAMPTZ '2024-01-01 00:00:00+00')::VARCHAR").ShouldBe("2024-01-01 00:00:00+00");
    }

    [Fact]
    public void An_allowed_directory_can_be_read_and_its_neighbours_cannot()
    {
        var inside = Directory.CreateDirectory(Path.Combine(_directory, "data")).FullName;
        var beside = Directory.CreateDirectory(Path.Combine(_directory, "database")).FullName;
        File.WriteAllText(Path.Combine(inside, "a.csv"), "id,name\n1,x\n2,y\n");
        File.WriteAllText(Path.Combine(beside, "b.csv"), "id\n1\n");
        using var engine = DuckDbEngine.Open(new EngineOptions { AllowedDirectories = [inside] });
        using var connection = engine.Connect();
        TestBatches.ReadAll(connection, $"SELECT * FROM read_csv('{inside}/a.csv') ORDER BY id").ShouldBe([[1L, "x"], [2L, "y"]]);
        foreach (var path in (string[])[$"{beside}/b.csv", $"{inside}/../database/b.csv", "/etc/passwd"])
            Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, $"SELECT * FROM read_csv('{path}')")).State.ShouldBe(SqlState.InsufficientPrivilege, path);
    }

    [Fact]
    public void Spilling_stays_in_its_directory_and_under_the_limit()
    {
        // Not there yet, and neither is the one above.
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2, MemoryLimitBytes = 120L << 20, TempDirectory = Path.Combine(_directory, "spill", "engine") });
        using var connection = engine.Connect();
        var rows = 0L;
        using var result = connection.OpenResult("SELECT hash(range), 'some text that takes room ' || range FROM range(2000000) ORDER BY 1", TestBatches.SchemaOf(SqlType.Numeric(20, 0), SqlType.Text), CancellationToken.None);
        while (result.TryRead(out var batch))
            using (batch) rows += batch.Length;
        rows.ShouldBe(2_000_000);
    }
}
