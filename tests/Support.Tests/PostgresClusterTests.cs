using System.Diagnostics;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;
using Npgsql;

namespace FederationGateway.Support.Tests;

public sealed class PostgresClusterTests(PostgresFixture fixture)
{
    private readonly PostgresCluster _shared = fixture.Cluster;

    [Fact]
    public async Task A_database_of_its_own_keeps_what_is_put_into_it()
    {
        var database = await _shared.CreateDatabaseAsync();
        await _shared.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)", database);
        (await _shared.QueryValueAsync("SELECT sum(a) FROM t", database)).ShouldBe(3L);
    }

    [Theory]
    [InlineData("wal_level", "logical")]
    [InlineData("max_connections", "1000")]
    [InlineData("fsync", "off")]
    [InlineData("server_encoding", "UTF8")]
    public async Task Settings_are_those_tests_count_on(string name, string value) =>
        (await _shared.QueryValueAsync($"SELECT current_setting('{name}')")).ShouldBe(value);

    [Fact]
    public async Task Psql_reads_statements_from_its_input()
    {
        var result = await _shared.PsqlAsync("SELECT 'ä' || 1; SELECT 2;");
        result.EnsureSuccess().Output.ShouldBe("ä1\n2\n");
    }

    [Fact]
    public async Task Text_is_ordered_by_bytes_unless_asked_otherwise()
    {
        const string Sql = "SELECT string_agg(x, '' ORDER BY x) FROM (VALUES ('a'), ('B'), ('c')) v(x)";
        (await _shared.QueryValueAsync(Sql)).ShouldBe("Bac");

        await using var english = await PostgresCluster.StartAsync(new() { Collation = PostgresCollation.English });
        (await english.QueryValueAsync(Sql)).ShouldBe("aBc");
    }

    [Fact]
    public async Task Scram_refuses_a_wrong_password()
    {
        await using var cluster = await PostgresCluster.StartAsync(new() { Authentication = PostgresAuthentication.ScramSha256 });
        (await cluster.QueryValueAsync("SELECT 1")).ShouldBe(1);

        await using var wrong = new NpgsqlConnection(cluster.ConnectionString.Replace(PostgresCluster.Password, "no", StringComparison.Ordinal));
        var error = await Should.ThrowAsync<PostgresException>(() => wrong.OpenAsync());
        error.SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task Tls_is_offered_when_asked_for()
    {
        await using var cluster = await PostgresCluster.StartAsync(new() { Tls = true });
        await using var connection = new NpgsqlConnection(cluster.ConnectionString + ";SSL Mode=Require");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stopped_server_comes_back_with_its_data(bool crash)
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.ExecuteAsync("CREATE TABLE t AS SELECT 7 AS a");
        await (crash ? cluster.CrashAsync() : cluster.StopAsync());
        await Should.ThrowAsync<NpgsqlException>(() => cluster.QueryValueAsync("SELECT a FROM t"));

        await cluster.RestartAsync();
        (await cluster.QueryValueAsync("SELECT a FROM t")).ShouldBe(7);
    }

    [Fact]
    public async Task Disposing_leaves_neither_server_nor_files()
    {
        var cluster = await PostgresCluster.StartAsync();
        var server = ServerProcess(cluster);
        await cluster.DisposeAsync();
        server.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        Directory.Exists(cluster.Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_killed_owner_takes_its_server_along()
    {
        using var owner = ProcessRunner.Start(Environment.ProcessPath!, [], new Dictionary<string, string?> { [OwnedCluster.Variable] = "1" });
        var folder = (await owner.StandardOutput.ReadLineAsync())!;
        var pid = int.Parse(File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First());
        using var server = Process.GetProcessById(pid);

        owner.Kill();

        server.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        SpinWait.SpinUntil(() => !Directory.Exists(folder), TimeSpan.FromSeconds(60)).ShouldBeTrue();
    }

    private static Process ServerProcess(PostgresCluster cluster) =>
        Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(cluster.Folder, "data", "postmaster.pid")).First()));
}
