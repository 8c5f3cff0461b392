using System.Buffers.Binary;
using System.Text;
using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.Support.Postgres;

namespace FederationGateway.PgWire.Tests.Wire;

public class StartupTests(FakeServerFixture fixture, PostgresFixture postgres)
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

    [Theory]
    [InlineData(0, true, 0)]
    [InlineData(2, true, 2)]
    [InlineData(2, false, null)]
    [InlineData(9999, false, 2)]
    public async Task Negotiates_a_newer_minor_version_and_unknown_options_down(int minor, bool hasUnknownOption, int? spoken)
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.Port);
        await StartAsync(client, minor, FakeQueryService.User, FakeQueryService.Database, hasUnknownOption);
        if (spoken is { } version)
        {
            var (code, answer) = await client.ReadAsync();
            code.ShouldBe('v');
            BinaryPrimitives.ReadInt32BigEndian(answer).ShouldBe((3 << 16) | version);
            Encoding.UTF8.GetString(answer.AsSpan(8)).ShouldBe(hasUnknownOption ? "_pq_.shiny\0" : "");
        }

        await client.FinishLogInAsync(FakeQueryService.Password);
        client.Secret.Length.ShouldBe(minor >= 2 ? 32 : 4);
    }

    [Fact]
    public async Task Writes_the_negotiated_version_as_PostgreSQL_does()
    {
        await using var client = await RawClient.OpenAsync(postgres.Cluster.Port);
        await StartAsync(client, minor: 2, PostgresCluster.Superuser, "postgres", hasUnknownOption: true);
        var (code, answer) = await client.ReadAsync();
        code.ShouldBe('v');
        BinaryPrimitives.ReadInt32BigEndian(answer).ShouldBe(3 << 16);
        Encoding.UTF8.GetString(answer.AsSpan(8)).ShouldBe("_pq_.shiny\0");
    }

    private static Task StartAsync(RawClient client, int minor, string user, string database, bool hasUnknownOption) =>
        client.SendStartupAsync((3 << 16) | minor, body =>
        {
            string[] words = ["user", user, "database", database];
            foreach (var word in hasUnknownOption ? [.. words, "_pq_.shiny", "1"] : words) body.WriteCString(word);
            body.WriteByte(0);
        });

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

    private static Task<RawClient> LogInAsync(FakeServer server) => RawClient.LogInAsync(server.Port, FakeQueryService.User, FakeQueryService.Database, FakeQueryService.Password);
}
