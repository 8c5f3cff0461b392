using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Clients;

/// <summary><c>M_UNSUPPORTED_STATEMENTS</c>: which client needs what the gateway does not have.</summary>
public sealed class UnsupportedStatementTests
{
    [Fact]
    public async Task What_a_client_could_not_get_is_counted_under_its_name()
    {
        await using var gateway = await GatewayServer.StartAsync();
        await using var client = await GatewayClient.OpenAsync(gateway, options => options.ApplicationName = "radar");
        await client.FailsAsync("SELECT no_such_function(1, 'value')", "42883");
        await client.FailsAsync("SELECT no_such_function(2, 'other')", "42883");
        await client.FailsAsync("SELECT nothing FROM pg_class", "42703");
        await client.FailsAsync("SELECT * FROM pg_catalog.pg_nothing", "42P01");
        await client.FailsAsync("CREATE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION f()", "0A000");
        await client.FailsAsync("SELECT 1 FRM t WHERE name = 'Ada'", "42601");
        await client.FailsAsync("SELECT 1 / 0", "22012");
        await client.FailsAsync("SELECT * FROM no_such_table", "42P01");

        (await client.RowsAsync("SELECT sql_state, missing, statement_string, statement_count FROM sys.m_unsupported_statements WHERE application_name = 'radar' ORDER BY 1, 2")).ShouldBe(
        [
            "0A000|CREATE TRIGGER is not supported|CREATE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION f ()|1",
            "42601|syntax error at or near \"t\"|SELECT ? FRM t WHERE name = ?|1",
            "42703|column \"nothing\" does not exist|SELECT nothing FROM pg_class|1",
            "42883|function no_such_function(integer, unknown) does not exist|SELECT no_such_function (?)|2",
            "42P01|relation \"pg_catalog.pg_nothing\" does not exist|SELECT * FROM pg_catalog.pg_nothing|1",
        ]);

        await client.ExecuteAsync("CALL RESET_UNSUPPORTED_STATEMENTS()");
        (await client.NumberAsync("SELECT count(*) FROM m_unsupported_statements")).ShouldBe(0);
    }

    [Fact]
    public async Task Statements_that_are_prepared_count_too()
    {
        await using var gateway = await GatewayServer.StartAsync();
        await using var client = await GatewayClient.OpenAsync(gateway, options => options.ApplicationName = "radar");
        await using (var command = new Npgsql.NpgsqlCommand("SELECT no_such_function($1)", client.Connection) { Parameters = { new() { Value = 5 } } })
            await Should.ThrowAsync<Npgsql.PostgresException>(() => command.ExecuteScalarAsync());

        (await client.RowsAsync("SELECT statement_string, first_seen_time = last_seen_time FROM m_unsupported_statements")).ShouldBe(["SELECT no_such_function ($1)|t"]);
    }
}
