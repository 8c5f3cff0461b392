using System.Net.Security;
using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.Support.Processes;

namespace FederationGateway.PgWire.Tests.Wire;

public sealed class TlsTests : IAsyncDisposable
{
    private readonly FakeServer _server = Server("ecdsa-256");

    [Fact]
    public async Task Speaks_TLS_after_an_SSLRequest()
    {
        var psql = await PsqlAsync(_server, "sslmode=require", "-c", "select 1", "-c", "select generate_series(1,20000)");
        psql.EnsureSuccess().Output.Split('\n').Length.ShouldBe(20002);
    }

    // libpq computes the binding by itself.
    [Theory]
    [InlineData("rsa-256")]
    [InlineData("rsa-512")]
    [InlineData("ecdsa-384")]
    [InlineData("pss-384")]
    public async Task Binds_logins_to_the_connection_for_clients_that_require_it(string kind)
    {
        await using var server = Server(kind);

        (await PsqlAsync(server, "sslmode=require channel_binding=require", "-c", "select 1")).EnsureSuccess().Output.ShouldBe("1\n");
        (await PsqlAsync(server, "sslmode=require channel_binding=disable", "-c", "select 1")).EnsureSuccess();
    }

    [Fact]
    public async Task Offers_no_binding_in_clear()
    {
        var psql = await PsqlAsync(_server, "sslmode=disable channel_binding=require", "-c", "select 1");
        psql.ExitCode.ShouldNotBe(0);
        psql.Error.ShouldContain("channel binding");

        await using var client = await RawClient.OpenAsync(_server.Port);
        await client.StartAsync(FakeQueryService.User, FakeQueryService.Database);
        (await client.ReadAsync()).Code.ShouldBe('R');
        await client.SendAsync('p', body => { body.WriteCString("SCRAM-SHA-256-PLUS"); body.WriteInt32(-1); });
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("08P01");
    }

    // Direct TLS, as clients of PostgreSQL 17 may: no SSLRequest, the protocol named by ALPN.
    [Fact]
    public async Task Speaks_TLS_at_once_with_clients_that_name_the_protocol()
    {
        await using var client = await RawClient.OpenAsync(_server.Port);
        await client.EncryptAsync(direct: true);
        ((SslStream)client.Stream).NegotiatedApplicationProtocol.ToString().ShouldBe("postgresql");
        await client.StartAsync(FakeQueryService.User, FakeQueryService.Database);
        await client.FinishLogInAsync(FakeQueryService.Password);
        await client.QueryAsync("select 1");
        (await client.ReadUntilAsync('Z')).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http/1.1")]
    public async Task Refuses_TLS_at_once_that_could_be_of_another_protocol(string? protocol)
    {
        await using var client = await RawClient.OpenAsync(_server.Port);
        await using var tls = new SslStream(client.Stream, leaveInnerStreamOpen: true, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");

        var failure = await Should.ThrowAsync<Exception>(async () =>
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)] });
            await tls.WriteAsync(Convert.FromHexString("0000000804d2162f"));
            await tls.ReadExactlyAsync(new byte[1]);
        });
        (failure is IOException or System.Security.Authentication.AuthenticationException).ShouldBeTrue(failure.ToString());
    }

    [Fact]
    public async Task Refuses_a_second_encryption_inside_of_the_first()
    {
        await using var client = await RawClient.OpenAsync(_server.Port);
        await client.EncryptAsync();
        await client.SendStartupAsync(80877103, _ => { });
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("08P01");
    }

    // Bytes in clear behind the SSLRequest could be somebody else's.
    [Fact]
    public async Task Refuses_bytes_put_in_before_the_handshake()
    {
        await using var client = await RawClient.OpenAsync(_server.Port);
        await client.Stream.WriteAsync(Convert.FromHexString("0000000804d2162f" + "0000000804d2162f"));
        client.Stream.ReadByte().ShouldBe('S');
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("08P01");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Takes_cancel_requests_in_TLS_with_short_and_long_secrets(int minor)
    {
        await using var client = await RawClient.OpenAsync(_server.Port);
        await client.EncryptAsync();
        await client.SendStartupAsync((3 << 16) | minor, body =>
        {
            foreach (var word in new[] { "user", FakeQueryService.User, "database", FakeQueryService.Database, "" }) body.WriteCString(word);
        });
        await client.FinishLogInAsync(FakeQueryService.Password);
        await client.QueryAsync("select pg_sleep(60)");
        await Eventually.TrueAsync(() => _server.Service.Sessions[client.ProcessId].Log.Contains("select pg_sleep(60)"));

        await using var canceller = await RawClient.OpenAsync(_server.Port);
        await canceller.EncryptAsync(direct: true);
        await canceller.SendStartupAsync(80877102, body => { body.WriteInt32(client.ProcessId); body.WriteBytes(client.Secret); });

        RawClient.ErrorField((await client.ReadUntilAsync('E'))[^1].Body, 'C').ShouldBe("57014");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static FakeServer Server(string kind)
    {
        var (certificate, key) = ServerCertificates.Write(kind);
        try
        {
            return new FakeServer(options => options with { CertificatePath = certificate, KeyPath = key });
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(certificate)!, recursive: true);
        }
    }

    private static Task<ProcessResult> PsqlAsync(FakeServer server, string connection, params string[] arguments) =>
        ProcessRunner.RunAsync(
            "psql", ["-X", "-A", "-t", .. arguments, $"host=127.0.0.1 port={server.Port} user={FakeQueryService.User} dbname={FakeQueryService.Database} {connection}"],
            environment: new Dictionary<string, string?> { ["PGPASSWORD"] = FakeQueryService.Password });
}
