using FederationGateway.EndToEnd.Support;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Clients that fall silent are sent away when the session's settings say so, and what they held is free.</summary>
public sealed class IdleTimeoutTests(Landscape landscape)
{
    [Theory]
    [InlineData("begin")]
    [InlineData("begin; select 1/0")]
    public async Task A_silent_client_in_a_transaction_is_told_25P03(string transaction)
    {
        await using var client = await LogInAsync();
        await QueryAsync(client, "set idle_in_transaction_session_timeout = '100ms'");
        await Task.Delay(300);              // outside of a transaction it may be silent
        await QueryAsync(client, "select 1");
        await QueryAsync(client, transaction);

        var (code, body) = await client.ReadAsync();

        code.ShouldBe('E');
        RawClient.ErrorField(body, 'V').ShouldBe("FATAL");
        RawClient.ErrorField(body, 'C').ShouldBe("25P03");
        await Should.ThrowAsync<EndOfStreamException>(() => client.ReadAsync());
    }

    [Fact]
    public async Task What_the_transaction_held_is_free_and_what_it_changed_is_not_there()
    {
        await using var other = await landscape.OpenOwnSchemaAsync();
        await other.ExecuteAsync("CREATE TABLE t (a int)");
        await using var client = await LogInAsync();
        await QueryAsync(client, $"set search_path = {other.Schema}");
        await QueryAsync(client, "begin");
        await QueryAsync(client, "insert into t values (1)");
        await QueryAsync(client, "create table u (a int)");
        await QueryAsync(client, "declare c cursor for select i from generate_series(1, 1000000) i");
        await QueryAsync(client, "fetch 3 from c");
        await QueryAsync(client, "set idle_in_transaction_session_timeout = '100ms'");

        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("25P03");

        // The catalog's lock was the transaction's: this would wait for it.
        await other.ExecuteAsync("CREATE TABLE u (b text)");
        (await other.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task A_silent_client_outside_of_a_transaction_is_told_57P05()
    {
        await using var client = await LogInAsync();
        await QueryAsync(client, "set idle_session_timeout = '100ms'");
        RawClient.ErrorField((await client.ReadAsync()).Body, 'C').ShouldBe("57P05");

        await using var busy = await LogInAsync();
        await QueryAsync(busy, "set idle_session_timeout = '200ms'; begin");
        await Task.Delay(500);              // a transaction has its own limit
        await QueryAsync(busy, "select pg_sleep(0.5)");
        await QueryAsync(busy, "commit");
        RawClient.ErrorField((await busy.ReadAsync()).Body, 'C').ShouldBe("57P05");
    }

    [Fact]
    public async Task An_extended_request_that_is_not_finished_is_not_idle()
    {
        await using var client = await LogInAsync();
        await QueryAsync(client, "set idle_session_timeout = '5s'");
        await client.ParseAsync("", "set idle_session_timeout = '100ms'");
        await client.BindAsync("", "", 0, 0);
        await client.ExecuteAsync("");
        await client.SendAsync('H');
        (await client.ReadUntilAsync('C')).Count.ShouldBe(3);
        await Task.Delay(700);
        await client.SendAsync('S');
        (await client.ReadAsync()).Code.ShouldBe('Z');
    }

    private Task<RawClient> LogInAsync() =>
        RawClient.LogInAsync(landscape.Gateway.Port, GatewayServer.Administrator, GatewayServer.Database, GatewayServer.Password);

    private static async Task QueryAsync(RawClient client, string sql)
    {
        await client.QueryAsync(sql);
        await client.ReadUntilAsync('Z');
    }
}
