using System.Diagnostics;
using FederationGateway.PgWire.Tests.Fakes;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>Cancelling, vanishing, shutting down, limits: what a transcript cannot show.</summary>
public class SessionTests(FakeServerFixture fixture)
{
    private const int CancelRequest = 80877102;

    [Fact]
    public async Task A_cancel_request_stops_the_running_statement_and_nothing_else()
    {
        await using var client = await LogInAsync(fixture.Server);
        await CancelAsync(fixture.Server, client.ProcessId, client.Secret);      // idle: nothing to stop
        await SleepAsync(fixture.Server, client);
        await CancelAsync(fixture.Server, client.ProcessId, [.. client.Secret.Select(b => (byte)~b)]);  // not the secret
        await CancelAsync(fixture.Server, client.ProcessId, client.Secret);
        (await client.ReadAsync()).Code.ShouldBe('T');
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("57014");
        (await client.ReadAsync()).Code.ShouldBe('Z');
        await client.QueryAsync("select 1");
        (await client.ReadUntilAsync('Z')).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_client_that_vanishes_ends_its_statement()
    {
        await using var server = new FakeServer();
        var client = await LogInAsync(server);
        await SleepAsync(server, client);
        await client.DisposeAsync();
        await Eventually.TrueAsync(() => server.Service.Sessions.IsEmpty && server.Server.ConnectionCount == 0);
    }

    [Fact]
    public async Task A_client_that_vanishes_in_the_middle_of_a_result_ends_it()
    {
        await using var server = new FakeServer();
        var client = await LogInAsync(server);
        await client.QueryAsync("select repeat('x', 1000) from generate_series(1, 10000000)");
        await client.ReadAsync();
        await client.DisposeAsync();
        await Eventually.TrueAsync(() => server.Service.Sessions.IsEmpty && server.Server.ConnectionCount == 0);
    }

    [Fact]
    public async Task A_slow_client_slows_the_source_instead_of_filling_memory()
    {
        await using var server = new FakeServer();
        await using var client = await RawClient.LogInAsync(
            server.Port, FakeQueryService.User, FakeQueryService.Database, FakeQueryService.Password, receiveBuffer: 64 * 1024);
        var before = FakeResults.WideRows;
        await client.QueryAsync("select repeat('x', 1000) from generate_series(1, 2000000)");
        await client.ReadAsync();
        var now = before;
        for (var last = -1L; last != now; now = FakeResults.WideRows)
        {
            last = now;
            await Task.Delay(500);
            (now - before).ShouldBeLessThan(50_000);                   // 50 MB of 2 GB, then the source waits
        }

        using var process = Process.GetCurrentProcess();
        process.WorkingSet64.ShouldBeLessThan(1L << 30);
    }

    [Fact]
    public async Task Shutdown_tells_idle_clients_and_cuts_long_statements_short()
    {
        var server = new FakeServer();
        await using var idle = await LogInAsync(server);
        await using var busy = await LogInAsync(server);
        await SleepAsync(server, busy);
        await server.Server.StopAsync(CancellationToken.None);
        RawClient.ErrorField((await idle.ReadAsync()).Body, 'C').ShouldBe("57P01");
        await Should.ThrowAsync<EndOfStreamException>(() => idle.ReadAsync());
        server.Service.Sessions.ShouldBeEmpty();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Two_hundred_idle_clients_cost_no_threads()
    {
        await using var server = new FakeServer();
        var threads = ThreadPool.ThreadCount;
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LogInAsync(server)));
        server.Server.ConnectionCount.ShouldBe(200);
        await Task.WhenAll(clients.Select(async client =>
        {
            await client.QueryAsync("select 1");
            await client.ReadUntilAsync('Z');
        }));
        (ThreadPool.ThreadCount - threads).ShouldBeLessThan(50);
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task A_message_over_the_limit_is_one_error_and_the_session_goes_on()
    {
        await using var server = new FakeServer(options => options with { MaxMessageLength = 100_000 });
        await using var client = await LogInAsync(server);
        await client.QueryAsync(new string(' ', 5_000_000));
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("54000");
        (await client.ReadAsync()).Code.ShouldBe('Z');
        await client.ParseAsync("", new string(' ', 5_000_000));
        await client.SendAsync('S');
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("54000");
        (await client.ReadAsync()).Code.ShouldBe('Z');
        await client.QueryAsync("select '" + new string('x', 50_000) + "'");
        (await client.ReadUntilAsync('Z')).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_length_that_cannot_be_ends_the_connection()
    {
        foreach (var length in new byte[][] { [0, 0, 0, 3], [0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0] })
        {
            await using var client = await LogInAsync(fixture.Server);
            await client.Stream.WriteAsync((byte[])[(byte)'Q', .. length]);
            RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("08P01");
            await Should.ThrowAsync<EndOfStreamException>(() => client.ReadAsync());
        }
    }

    [Fact]
    public async Task A_bug_is_reported_without_its_secrets()
    {
        await using var client = await LogInAsync(fixture.Server);
        await client.QueryAsync("select crash");
        var error = (await client.ReadAsync()).Body;
        RawClient.ErrorField(error, 'C').ShouldBe("XX000");
        RawClient.ErrorField(error, 'M').ShouldBe("internal error");
        RawClient.ErrorField(error, 'D')!.ShouldContain($"{client.ProcessId}-");
        System.Text.Encoding.UTF8.GetString(error).ShouldNotContain("secret");
    }

    [Fact]
    public async Task The_function_call_message_is_not_supported_and_harmless()
    {
        await using var client = await LogInAsync(fixture.Server);
        await client.SendAsync('F', body => body.WriteInt32(1));
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("0A000");
        (await client.ReadAsync()).Code.ShouldBe('Z');
    }

    [Fact]
    public async Task Requests_are_committed_or_rolled_back_once_each()
    {
        await using var server = new FakeServer();
        await using var client = await LogInAsync(server);
        var log = server.Service.Sessions[client.ProcessId].Log;
        await client.QueryAsync("select 1; select 2");
        await client.ReadUntilAsync('Z');
        log.ShouldBe(["select 1", "select 2", "-- commit"]);
        log.Clear();
        await client.ParseAsync("", "select 1");
        await client.BindAsync("", "", 0, 0);
        await client.ExecuteAsync("");
        await client.BindAsync("", "", 0, 0, [1]);
        await client.ExecuteAsync("");
        await client.SendAsync('S');
        await client.ReadUntilAsync('Z');
        log.ShouldBe(["select 1", "-- rollback"]);
    }

    [Fact]
    public async Task A_copy_can_be_cancelled_while_the_client_says_nothing()
    {
        await using var client = await LogInAsync(fixture.Server);
        await client.QueryAsync("copy t from stdin");
        (await client.ReadAsync()).Code.ShouldBe('G');
        await CancelAsync(fixture.Server, client.ProcessId, client.Secret);
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("57014");
        (await client.ReadAsync()).Code.ShouldBe('Z');
        await client.QueryAsync("select 1");
        (await client.ReadUntilAsync('Z')).Count.ShouldBe(4);
    }

    private static Task<RawClient> LogInAsync(FakeServer server) => RawClient.LogInAsync(server.Port, FakeQueryService.User, FakeQueryService.Database, FakeQueryService.Password);

    private static async Task SleepAsync(FakeServer server, RawClient client)
    {
        await client.QueryAsync("select pg_sleep(60)");
        await Eventually.TrueAsync(() => server.Service.Sessions[client.ProcessId].Log.Contains("select pg_sleep(60)"));
    }

    private static async Task CancelAsync(FakeServer server, int processId, byte[] secret)
    {
        await using var canceller = await RawClient.OpenAsync(server.Port);
        await canceller.SendStartupAsync(CancelRequest, body =>
        {
            body.WriteInt32(processId);
            body.WriteBytes(secret);
        });
        (await canceller.Stream.ReadAsync(new byte[1])).ShouldBe(0);        // closed once it is done
    }
}
