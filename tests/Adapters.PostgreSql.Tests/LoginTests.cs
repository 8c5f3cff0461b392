using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class LoginTests
{
    [Fact]
    public async Task Scram_and_md5_and_cleartext_passwords_are_given()
    {
        await using var cluster = await PostgresCluster.StartAsync(new() { Authentication = PostgresAuthentication.ScramSha256 }, TestContext.Current.CancellationToken);
        await cluster.ExecuteAsync("""
            CREATE ROLE scram LOGIN PASSWORD 'Größe 7';
            SET password_encryption = 'md5'; CREATE ROLE older LOGIN PASSWORD 'secret';
            CREATE ROLE plain LOGIN PASSWORD 'secret';
            """, cancellationToken: TestContext.Current.CancellationToken);
        var rules = Path.Combine(cluster.Folder, "data", "pg_hba.conf");
        await File.WriteAllTextAsync(rules, $"""
            local all all trust
            host all older all md5
            host all plain all password
            host all all all scram-sha-256
            """, TestContext.Current.CancellationToken);
        await cluster.PsqlAsync("SELECT pg_reload_conf()", cancellationToken: TestContext.Current.CancellationToken);

        await CheckAsync(cluster, "scram", "Größe 7");
        await CheckAsync(cluster, "plain", "secret");
        await Should.NotThrowAsync(() => CheckUntilAsync(cluster, "older", "secret"));
        foreach (var user in new[] { "scram", "older", "plain" })
        {
            var error = await Should.ThrowAsync<GatewayException>(() => CheckAsync(cluster, user, "wrong"));
            error.State.ShouldBe(SqlState.RemoteConnectionFailed);
            error.Detail.ShouldBe($"password authentication failed for user \"{user}\" (28P01)");
            error.ToString().ShouldNotContain("wrong");
        }
    }

    [Theory]
    [InlineData("disable", false)]
    [InlineData("prefer", true)]
    [InlineData("require", true)]
    public async Task Tls_is_used_as_asked(string mode, bool isEncrypted)
    {
        await using var cluster = await PostgresCluster.StartAsync(new() { Tls = true }, TestContext.Current.CancellationToken);
        await using var test = await SourceUnderTest.CreateAsync(cluster, "CREATE TABLE t AS SELECT i, repeat('x', 1000) AS x FROM generate_series(1, 2000) i", ("sslmode", mode));
        (await test.ReadAsync(SourceUnderTest.Statement("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", ("ssl", SqlType.Boolean)))).ShouldBe([isEncrypted ? "t" : "f"]);
        (await test.ReadTableAsync("t")).Count.ShouldBe(2000);
    }

    [Fact]
    public async Task Certificates_are_verified_when_asked()
    {
        await using var cluster = await PostgresCluster.StartAsync(new() { Tls = true }, TestContext.Current.CancellationToken);
        var trusted = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(trusted, CertificateOf(cluster), TestContext.Current.CancellationToken);
        try
        {
            await CheckAsync(cluster, PostgresCluster.Superuser, PostgresCluster.Password, ("sslmode", "verify-full"), ("sslrootcert", trusted));
            await CheckAsync(cluster, PostgresCluster.Superuser, PostgresCluster.Password, ("sslmode", "verify-ca"), ("sslrootcert", trusted));
            foreach (var mode in new[] { "verify-ca", "verify-full" })
            {
                var error = await Should.ThrowAsync<GatewayException>(() => CheckAsync(cluster, PostgresCluster.Superuser, PostgresCluster.Password, ("sslmode", mode)));
                error.State.ShouldBe(SqlState.RemoteConnectionFailed);
                error.Detail.ShouldBe($"the certificate of 127.0.0.1:{cluster.Port} is not one that the source's sslmode and sslrootcert trust");
            }
        }
        finally
        {
            File.Delete(trusted);
        }
    }

    [Fact]
    public async Task A_server_without_tls_is_refused_when_it_is_required()
    {
        await using var cluster = await PostgresCluster.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await CheckAsync(cluster, PostgresCluster.Superuser, PostgresCluster.Password, ("sslmode", "prefer"));
        var error = await Should.ThrowAsync<GatewayException>(() => CheckAsync(cluster, PostgresCluster.Superuser, PostgresCluster.Password, ("sslmode", "require")));
        error.State.ShouldBe(SqlState.RemoteConnectionFailed);
    }

    [Fact]
    public async Task A_unix_socket_is_a_host_too()
    {
        await using var cluster = await PostgresCluster.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await CheckAsync(cluster, PostgresCluster.Superuser, PostgresCluster.Password, ("host", cluster.Folder));
    }

    [Theory]
    [InlineData("hots", "x", "HV00D", "known options: host, port, database")]
    [InlineData("port", "x", "HV024", "1 to 65535")]
    [InlineData("port", "0", "HV024", "1 to 65535")]
    [InlineData("sslmode", "maybe", "HV024", "verify-full")]
    [InlineData("sslrootcert", "/nowhere/x.pem", "HV024", "no such file")]
    [InlineData("database", "", "HV024", "CONFIGURATION")]
    [InlineData("user", "", "HV024", "CREDENTIAL")]
    public void Options_are_checked_without_contacting_anything(string key, string value, string state, string advice)
    {
        Dictionary<string, string> options = new() { ["host"] = "h", ["database"] = "d" };
        Dictionary<string, string> credential = new() { ["user"] = "u" };
        (key == "user" ? credential : options)[key] = value;
        var error = Should.Throw<GatewayException>(() => new PostgreSqlAdapter().CreateSource(new SourceDefinition("crm", options, credential)));
        error.State.Code.ShouldBe(state);
        $"{error.Detail} {error.Hint}".ShouldContain(advice);
    }

    [Fact]
    public async Task Hanas_names_of_options_are_understood()
    {
        Dictionary<string, string> options = new() { ["pds_host_name"] = "h", ["PDS_PORT_NUMBER"] = "5433", ["pds_database_name"] = "d" };
        await using var source = new PostgreSqlAdapter().CreateSource(new SourceDefinition("crm", options, new Dictionary<string, string> { ["user"] = "u" }));
    }

    private static async Task CheckAsync(PostgresCluster cluster, string user, string password, params (string, string)[] options)
    {
        await using var source = new PostgreSqlAdapter().CreateSource(SourceUnderTest.Definition(cluster, "postgres", [.. options, ("user", user), ("password", password)]));
        var version = await source.CheckAsync(TestContext.Current.CancellationToken);
        version.Product.ShouldBe("PostgreSQL");
        version.Version.ShouldNotBeEmpty();
        await foreach (var node in source.BrowseAsync(null, TestContext.Current.CancellationToken)) node.Kind.ShouldBe("schema");
    }

    /// <summary>The server reads its rules again when it gets round to it.</summary>
    private static async Task CheckUntilAsync(PostgresCluster cluster, string user, string password)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await CheckAsync(cluster, user, password);
                return;
            }
            catch (GatewayException) when (attempt < 50)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    private static string CertificateOf(PostgresCluster cluster)
    {
        var pem = File.ReadAllText(Path.Combine(cluster.Folder, "server.pem"));
        return pem[pem.IndexOf("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)..];
    }
}
