using FederationGateway.EndToEnd.Accounts;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Limits;

/// <summary>What one statement may fetch from one source: as the administrator says for everybody and for a user, and as a session lowers it.</summary>
public sealed class FetchBudgetTests(Landscape landscape)
{
    private const string Tables = "CREATE TABLE t AS SELECT i AS a, repeat('x', 100) AS b FROM generate_series(1, 10000) i; ANALYZE";

    [Fact]
    public async Task A_session_limits_the_rows_of_its_statements()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        var all = $"SELECT * FROM \"{source}\".public.t";

        var error = await ExceedsAsync("max_fetched_rows=5000", all);
        error.MessageText.ShouldBe($"the statement fetches more than 5000 rows from remote source \"{source}\"");
        error.Detail.ShouldBe("The limit is the session's setting max_fetched_rows.");
        error.Hint.ShouldNotBeNull().ShouldContain("SET max_fetched_rows");
        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
        await ExceedsAsync("max_fetched_rows=9999", all);

        // What the source reduces does not count, and neither do local rows.
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET max_fetched_rows = 5000");
        (await client.NumberAsync($"SELECT count(*) FROM \"{source}\".public.t")).ShouldBe(10_000);
        (await client.NumberAsync($"SELECT count(*) FROM generate_series(1, 10000) i, (SELECT a FROM \"{source}\".public.t WHERE a = 1) t")).ShouldBe(10_000);
        await client.ExecuteAsync("SET max_fetched_rows = 10000");
        (await client.RowsAsync(all)).Count.ShouldBe(10_000);
    }

    [Fact]
    public async Task The_session_goes_on_after_a_statement_that_fetched_too_much()
    {
        var source = await landscape.CreateSourceAsync(Tables);

        var psql = await Psql.RunAsync(
            landscape.Gateway, ["-A", "-t", "-q"],
            input: $"SET max_fetched_rows = 10;\nBEGIN;\nSELECT * FROM \"{source}\".public.t;\nSELECT 1;\nROLLBACK;\nSELECT 'went on';\nRESET max_fetched_rows;\nSELECT count(a || b) FROM \"{source}\".public.t;\n");

        psql.Error.ShouldContain("more than 10 rows");
        psql.Error.ShouldContain("current transaction is aborted");
        psql.Output.ShouldEndWith("went on\n10000\n");
    }

    [Fact]
    public async Task All_fragments_of_a_statement_draw_on_one_budget_per_source()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET max_fetched_rows = 15000; SET pushdown = off");

        (await client.NumberAsync($"SELECT count(*) FROM \"{left}\".public.t x JOIN \"{right}\".public.t y ON x.a = y.a")).ShouldBe(10_000);
        await client.FailsAsync($"SELECT count(*) FROM \"{left}\".public.t x JOIN \"{left}\".public.t y ON x.a = y.a", "53400");
    }

    [Fact]
    public async Task A_session_limits_the_bytes_of_its_statements()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET max_fetched_bytes = '100MB'");
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.t")).Count.ShouldBe(10_000);
        await client.ExecuteAsync("SET max_fetched_bytes = '512kB'");
        (await client.TextAsync("SHOW max_fetched_bytes")).ShouldBe("512KB");
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.t WHERE a <= 100")).Count.ShouldBe(100);

        (await client.FailsAsync($"SELECT * FROM \"{source}\".public.t", "53400")).MessageText.ShouldBe($"the statement fetches more than 512KB from remote source \"{source}\"");
    }

    [Fact]
    public async Task The_source_has_limits_that_a_session_can_only_lower()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        var all = $"SELECT * FROM \"{source}\".public.t";
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'max_fetched_rows' = '5000'");

        var error = await ExceedsAsync("max_fetched_rows=0", all);
        error.Detail.ShouldBe("The limit is the remote source's property MAX_FETCHED_ROWS.");
        error.Hint.ShouldNotBeNull().ShouldContain($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'MAX_FETCHED_ROWS'");
        (await ExceedsAsync("max_fetched_rows=100000", all)).MessageText.ShouldContain("5000 rows");
        (await ExceedsAsync("max_fetched_rows=100", all)).MessageText.ShouldContain("100 rows");

        // A user's own limit counts in place of everybody's.
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'MAX_FETCHED_ROWS.admin' = '0'");
        (await client.RowsAsync(all)).Count.ShouldBe(10_000);
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'MAX_FETCHED_ROWS.admin' = '10'");
        (await ExceedsAsync("max_fetched_rows=0", all)).Detail.ShouldBe("The limit is the remote source's property MAX_FETCHED_ROWS.admin.");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" UNSET PROPERTY 'MAX_FETCHED_ROWS.admin', 'MAX_FETCHED_ROWS'");
        (await client.RowsAsync(all)).Count.ShouldBe(10_000);

        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'MAX_FETCHED_BYTES' = '100kB'");
        (await ExceedsAsync("max_fetched_rows=0", $"CREATE TABLE copy_of_t AS {all}")).Detail.ShouldBe("The limit is the remote source's property MAX_FETCHED_BYTES.");
        await client.FailsAsync("SELECT * FROM copy_of_t", "42P01");
    }

    [Fact]
    public async Task A_group_has_a_budget_of_which_its_members_have_the_highest()
    {
        var roles = new Roles(landscape);
        await roles.CreateAsync("user", "small", "large");
        var source = await landscape.CreateSourceAsync(Tables);
        var all = $"SELECT * FROM \"{source}\".public.t";
        await using var admin = await landscape.OpenAsync();
        await admin.ExecuteAsync(
            $"""
            GRANT LINKED DATABASE ON REMOTE SOURCE "{source}" TO {roles["user"]}; GRANT {roles["small"]} TO {roles["user"]};
            ALTER REMOTE SOURCE "{source}" SET PROPERTY 'MAX_FETCHED_ROWS' = '7', 'MAX_FETCHED_ROWS.{roles["small"]}' = '5', 'MAX_FETCHED_ROWS.{roles["large"]}' = '9000'
            """);
        (await ExceedsAsync()).Detail.ShouldBe($"The limit is the remote source's property MAX_FETCHED_ROWS.{roles["small"]}.");
        await admin.ExecuteAsync($"GRANT {roles["large"]} TO {roles["user"]}");
        (await ExceedsAsync()).MessageText.ShouldContain("9000 rows");
        await admin.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'MAX_FETCHED_ROWS.{roles["small"]}' = '0'");
        await using (var user = await roles.OpenAsync("user")) (await user.RowsAsync(all)).Count.ShouldBe(10_000);
        await admin.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'MAX_FETCHED_ROWS.{roles["user"]}' = '3'");
        (await ExceedsAsync()).MessageText.ShouldContain("3 rows");

        // Npgsql ends its connection after such an error.
        async Task<PostgresException> ExceedsAsync()
        {
            await using var user = await roles.OpenAsync("user");
            return await user.FailsAsync(all, "53400");
        }
    }

    [Fact]
    public async Task A_sources_limits_outlive_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));
                await client.ExecuteAsync("ALTER REMOTE SOURCE crm SET PROPERTY 'MAX_FETCHED_ROWS' = '7'");
                await gateway.KillAsync();
            }

            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                (await client.FailsAsync("SELECT * FROM crm.public.customers", "53400")).MessageText.ShouldContain("7 rows");
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("SET max_fetched_rows = -1", "22023", "max_fetched_rows")]
    [InlineData("SET max_fetched_rows = 'many'", "22023", "max_fetched_rows")]
    [InlineData("SET max_fetched_bytes = '12 apples'", "22023", "max_fetched_bytes")]
    [InlineData("SET max_fetched_bytes = '-1MB'", "22023", "max_fetched_bytes")]
    [InlineData("ALTER REMOTE SOURCE crm SET PROPERTY 'MAX_FETCHED_ROWS' = '10MB'", "HV024", "number of rows")]
    [InlineData("ALTER REMOTE SOURCE crm SET PROPERTY 'MAX_FETCHED_ROWS' = '-5'", "HV024", "number of rows")]
    [InlineData("ALTER REMOTE SOURCE crm SET PROPERTY 'MAX_FETCHED_BYTES' = 'true'", "HV024", "size")]
    [InlineData("ALTER REMOTE SOURCE crm SET PROPERTY 'MAX_FETCHED_ROWS.nobody' = '5'", "42704", "nobody")]
    [InlineData("ALTER REMOTE SOURCE crm SET PROPERTY 'MAX_FETCHED_COLUMNS' = '5'", "HV00D", "MAX_FETCHED_COLUMNS")]
    [InlineData("ALTER REMOTE SOURCE crm UNSET PROPERTY 'MAX_FETCHED_ROWS'", "42704", "MAX_FETCHED_ROWS")]
    public async Task Wrong_values_are_refused(string sql, string sqlState, string named)
    {
        await using var client = await landscape.OpenAsync();

        (await client.FailsAsync(sql, sqlState)).MessageText.ShouldContain(named);
        (await client.TextAsync("SHOW max_fetched_rows")).ShouldBe("0");
    }

    // In a session of its own: Npgsql closes one whose statement failed for lack of resources, as it takes the class 53.
    private async Task<Npgsql.PostgresException> ExceedsAsync(string option, string sql)
    {
        await using var client = await landscape.OpenAsync(builder => builder.Options = $"-c {option}");
        return await client.FailsAsync(sql, "53400");
    }
}
