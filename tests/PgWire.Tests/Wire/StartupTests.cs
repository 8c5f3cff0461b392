using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.Support.Processes;

namespace FederationGateway.PgWire.Tests.Wire;

public class StartupTests(FakeServerFixture fixture)
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    [Fact]
    public async Task Declines_encryption_it_does_not_have_and_goes_on()
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await client.SendStartupAsync(GssRequest, _ => { });
        client.Stream.ReadByte().ShouldBe('N');
        await client.SendStartupAsync(SslRequest, _ => { });
        client.Stream.ReadByte().ShouldBe('N');
        await client.StartAsync(FakeQueryService.User, FakeQueryService.Database, ("application_name", "tests"));
        await client.FinishLogInAsync(FakeQueryService.Password);
        client.Parameters["application_name"].ShouldBe("tests");
        client.ProcessId.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(FakeQueryService.User, FakeQueryService.Database, "wrong", "28P01")]
    [InlineData("nobody", FakeQueryService.Database, "wrong", "28P01")]
    [InlineData(FakeQueryService.User, "elsewhere", FakeQueryService.Password, "3D000")]
    public async Task Refuses_logins(string user, string database, string password, string code)
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await client.StartAsync(user, database);
        (await Should.ThrowAsync<InvalidOperationException>(client.FinishLogInAsync(password))).Message.ShouldContain($"C{code}");
    }

    [Fact]
    public async Task Negotiates_a_newer_minor_version_and_unknown_options_down()
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await client.SendStartupAsync((3 << 16) | 2, body =>
        {
            foreach (var word in new[] { "user", FakeQueryService.User, "database", FakeQueryService.Database, "_pq_.shiny", "1" }) body.WriteCString(word);
            body.WriteByte(0);
        });
        var (code, answer) = await client.ReadAsync();
        code.ShouldBe('v');
        BinaryPrimitives.ReadInt32BigEndian(answer).ShouldBe(0);
        Encoding.UTF8.GetString(answer.AsSpan(8)).ShouldBe("_pq_.shiny\0");
        await client.FinishLogInAsync(FakeQueryService.Password);
    }

    [Theory]
    [InlineData(2 << 16, "0A000")]
    [InlineData(4 << 16, "0A000")]
    public async Task Refuses_other_major_versions(int version, string code)
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await client.SendStartupAsync(version, body => body.WriteByte(0));
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe(code);
    }

    [Theory]
    [InlineData("00000004")]                     // shorter than its own code
    [InlineData("7fffffff00030000")]             // a gigabyte of start-up
    [InlineData("ffffffff00030000")]
    [InlineData("0000000900030000ff")]           // no terminator
    public async Task Refuses_malformed_startup_packets(string bytes)
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await client.Stream.WriteAsync(Convert.FromHexString(bytes));
        var (code, body) = await client.ReadAsync();
        code.ShouldBe('E');
        RawClient.ErrorField(body, 'V').ShouldBe("FATAL");
        RawClient.ErrorField(body, 'C').ShouldBe("08P01");
    }

    [Fact]
    public async Task Before_login_a_long_message_is_refused_unread()
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await client.StartAsync(FakeQueryService.User, FakeQueryService.Database);
        (await client.ReadAsync()).Code.ShouldBe('R');
        await client.Stream.WriteAsync("p\u003f\u0000\u0000\u0000"u8.ToArray());
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("08P01");
    }

    [Fact]
    public async Task Says_that_there_are_too_many_and_takes_the_next_when_one_left()
    {
        await using var server = new FakeServer(options => options with { MaxConnections = 2 });
        var first = await LogInAsync(server);
        await using var second = await LogInAsync(server);
        (await Should.ThrowAsync<InvalidOperationException>(LogInAsync(server))).Message.ShouldContain("C53300");
        await first.SendAsync('X');
        await first.DisposeAsync();
        await Eventually.TrueAsync(() => server.Service.Sessions.Count == 1);
        await using var third = await LogInAsync(server);
    }

    [Fact]
    public async Task Ends_a_login_that_takes_too_long()
    {
        await using var server = new FakeServer(options => options with { AuthenticationTimeout = TimeSpan.FromMilliseconds(200) });
        await using var client = await RawClient.OpenAsync(server.Port);
        RawClient.ErrorField((await client.ReadAsync()).Body, 'V').ShouldBe("FATAL");
        await Eventually.TrueAsync(() => server.Server.ConnectionCount == 0);
    }

    [Fact]
    public async Task Speaks_TLS_when_it_has_a_certificate()
    {
        var (certificate, key) = WriteCertificate();
        await using var server = new FakeServer(options => options with { CertificatePath = certificate, KeyPath = key });
        var psql = await ProcessRunner.RunAsync(
            "psql", ["-X", "-A", "-t", "-c", "select 1", "-c", "select generate_series(1,20000)", $"host=127.0.0.1 port={server.Port} user={FakeQueryService.User} dbname={FakeQueryService.Database} sslmode=require"],
            environment: new Dictionary<string, string?> { ["PGPASSWORD"] = FakeQueryService.Password });
        psql.EnsureSuccess().Output.Split('\n').Length.ShouldBe(20002);
        await LogInDirectlyAsync(server);
        await RefusesInjectedBytesAsync(server);
    }

    // Direct TLS, as clients of PostgreSQL 17 may: no SSLRequest, the protocol named by ALPN.
    private static async Task LogInDirectlyAsync(FakeServer server)
    {
        await using var client = await RawClient.OpenAsync(server.Port);
        await using var tls = new SslStream(client.Stream, leaveInnerStreamOpen: true, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [new SslApplicationProtocol("postgresql")] });
        tls.NegotiatedApplicationProtocol.ToString().ShouldBe("postgresql");
    }

    // Bytes in clear behind the SSLRequest could be somebody else's.
    private static async Task RefusesInjectedBytesAsync(FakeServer server)
    {
        await using var client = await RawClient.OpenAsync(server.Port);
        await client.Stream.WriteAsync(Convert.FromHexString("0000000804d2162f" + "0000000804d2162f"));
        client.Stream.ReadByte().ShouldBe('S');
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("08P01");
    }

    private static Task<RawClient> LogInAsync(FakeServer server) => RawClient.LogInAsync(server.Port, FakeQueryService.User, FakeQueryService.Database, FakeQueryService.Password);

    private static (string Certificate, string Key) WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = Directory.CreateTempSubdirectory("fedgw-tls-").FullName;
        var (certificatePath, keyPath) = (Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
