using System.Text.Json;
using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Local;

/// <summary>Settings, statements kept by name, and EXPLAIN.</summary>
public sealed class SessionTests(Landscape landscape)
{
    [Fact]
    public async Task Settings_are_set_shown_and_reset()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET TimeZone = 'Europe/Berlin'");
        (await client.RowsAsync("SHOW timezone")).ShouldBe(["Europe/Berlin"]);
        (await client.RowsAsync("SELECT timestamptz '2024-07-01 00:00Z'")).ShouldBe(["2024-07-01 02:00:00+02"]);
        (await client.RowsAsync("SELECT placed FROM crm.orders WHERE id = 60")).ShouldBe(["2024-01-01 02:00:00+01"]);
        await client.ExecuteAsync("RESET TimeZone");
        (await client.RowsAsync("SHOW timezone")).ShouldBe(["UTC"]);
        (await client.RowsAsync("SELECT current_setting('pushdown'), set_config('pushdown', 'off', false), current_setting('pushdown')")).Count.ShouldBe(1);
        (await client.RowsAsync("SHOW pushdown")).ShouldBe(["off"]);
        await client.ExecuteAsync("RESET ALL");
        (await client.RowsAsync("SHOW pushdown")).ShouldBe(["on"]);
        (await client.RowsAsync("SHOW ALL")).Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task SET_LOCAL_ends_with_the_transaction_and_SET_is_undone_by_rollback()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("SET LOCAL statement_timeout = '5s'");
        (await client.RowsAsync("SHOW statement_timeout")).ShouldBe(["5s"]);
        await client.ExecuteAsync("COMMIT");
        (await client.RowsAsync("SHOW statement_timeout")).ShouldBe(["0"]);

        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("SET statement_timeout = 7000");
        await client.ExecuteAsync("ROLLBACK");
        (await client.RowsAsync("SHOW statement_timeout")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Settings_go_back_with_the_request_that_fails()
    {
        const string Script =
            """
            SET statement_timeout = '9s' \; SET search_path = nowhere \; SELECT 1/0;
            SELECT set_config('application_name', 'undone', false), 1/0;
            RESET ALL \; SET pushdown = off \; SELECT nothing;
            SHOW statement_timeout; SHOW search_path; SHOW application_name; SHOW pushdown;
            SET statement_timeout = '8s' \; BEGIN \; SET pushdown = off \; ROLLBACK;
            SHOW statement_timeout; SHOW pushdown;
            SET statement_timeout = '7s' \; COMMIT \; SELECT 1/0;
            SET LOCAL pushdown = off \; SHOW pushdown;
            SHOW statement_timeout; SHOW pushdown;
            SET statement_timeout = '6s' \; SELECT 1;
            SHOW statement_timeout;

            """;
        var result = await Psql.RunAsync(landscape.Gateway, ["-q", "-A", "-t"], Script);

        result.Output.ShouldBe("0\n\"$user\", public\npsql\non\n0\non\noff\n7s\non\n1\n6s\n");
        result.Error.Split('\n').Where(line => line.Contains("ERROR", StringComparison.Ordinal)).Select(line => line[line.IndexOf("ERROR", StringComparison.Ordinal)..]).ShouldBe(
            ["ERROR:  division by zero", "ERROR:  division by zero", "ERROR:  column \"nothing\" does not exist", "ERROR:  division by zero"]);
        result.Error.ShouldContain("WARNING:  there is no transaction in progress");
        result.Error.ShouldNotContain("SET LOCAL");
    }

    [Theory]
    [InlineData("SET nothing = 1", "42704")]
    [InlineData("SHOW nothing", "42704")]
    [InlineData("SET pushdown = maybe", "22023")]
    [InlineData("SET ROLE somebody", "22023")]
    [InlineData("SET TimeZone = 'Mars/Olympus'", "22023")]
    [InlineData("SET server_version = '9'", "55P02")]
    [InlineData("SET client_encoding = 'KLINGON'", "22023")]
    public async Task Wrong_settings_are_refused(string sql, string sqlState)
    {
        await using var client = await landscape.OpenAsync();

        await client.FailsAsync(sql, sqlState);
    }

    [Fact]
    public async Task PREPARE_and_EXECUTE_keep_a_statement_by_name()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("PREPARE find (int, text) AS SELECT name, $2 || city FROM crm.customers WHERE id = $1");
        (await client.RowsAsync("EXECUTE find(1, 'in ')")).ShouldBe(["Customer 1|in Paris"]);
        (await client.RowsAsync("EXECUTE find(1 + 1, 'at ')")).ShouldBe(["Customer 2|at Rome"]);

        await client.FailsAsync("EXECUTE find(1)", "42601");
        await client.FailsAsync("PREPARE find AS SELECT 1", "42P05");
        await client.ExecuteAsync("DEALLOCATE find");
        await client.FailsAsync("EXECUTE find(1, 'x')", "26000");
    }

    [Fact]
    public async Task EXPLAIN_shows_what_the_source_receives_and_why_the_rest_stays()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int, label text); INSERT INTO t VALUES (1, 'one')");
        var plan = await client.TextAsync("EXPLAIN SELECT c.name, t.label FROM crm.customers c JOIN t ON t.id = c.id WHERE c.balance > 1 AND c.id < 100");

        plan.ShouldContain("remote sql: SELECT");
        plan.ShouldContain("\"id\" < 100");
        plan.ShouldContain("Remote: crm");
        plan.ShouldContain("estimated rows:");
    }

    [Fact]
    public async Task EXPLAIN_ANALYZE_measures()
    {
        await using var client = await landscape.OpenAsync();
        var plan = await client.TextAsync("EXPLAIN ANALYZE SELECT id FROM crm.orders WHERE id <= 500");

        plan.ShouldContain("actual rows: 500");
        plan.ShouldContain("bytes");
    }

    [Fact]
    public async Task EXPLAIN_as_JSON_is_JSON()
    {
        await using var client = await landscape.OpenAsync();
        foreach (var options in new[] { "FORMAT JSON", "ANALYZE, FORMAT JSON" })
        {
            using var json = JsonDocument.Parse(await client.TextAsync($"EXPLAIN ({options}) SELECT city, count(*) FROM crm.customers GROUP BY 1"));
            json.RootElement.GetRawText().ShouldContain("GROUP BY");
        }
    }

    [Fact]
    public async Task Other_databases_and_users_are_turned_away()
    {
        (await RefusedAsync(database: "postgres")).ShouldBe("3D000");
        (await RefusedAsync(password: "wrong")).ShouldBe("28P01");
        (await RefusedAsync(user: "nobody")).ShouldBe("28P01");

        async Task<string> RefusedAsync(string database = "gateway", string user = "admin", string password = "fedgw-admin") =>
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => landscape.OpenAsync(builder => (builder.Database, builder.Username, builder.Password) = (database, user, password)))).SqlState;
    }
}
