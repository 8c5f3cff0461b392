using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Wrong SQL, unknown names, wrong types: one clear error at the right place, and the session goes on.</summary>
public sealed class WrongStatementTests(Landscape landscape)
{
    [Theory]
    [InlineData("SELEC 1", "42601", 1)]
    [InlineData("SELECT 1 +", "42601", 11)]
    [InlineData("SELECT (1", "42601", 10)]
    [InlineData("SELECT 'open", "42601", 8)]
    [InlineData("SELECT nothing FROM crm.customers", "42703", 8)]
    [InlineData("SELECT * FROM nothing", "42P01", 15)]
    [InlineData("SELECT * FROM crm.nothing", "42P01", 15)]
    [InlineData("SELECT * FROM nowhere.customers", "42P01", 15)]
    [InlineData("SELECT nothing(1)", "42883", 8)]
    [InlineData("SELECT abs('a', 'b')", "42883", 8)]
    [InlineData("SELECT id FROM crm.customers c JOIN crm.orders o ON o.customer_id = c.id", "42702", 8)]
    [InlineData("SELECT name + 1 FROM crm.customers", "42883", 13)]
    [InlineData("SELECT * FROM crm.customers WHERE id", "42804", 35)]
    [InlineData("SELECT * FROM crm.customers WHERE id = 'one'", "22P02", 40)]
    [InlineData("SELECT name, count(*) FROM crm.customers", "42803", 8)]
    [InlineData("SELECT 1 UNION SELECT 'x'", "22P02", 23)]
    [InlineData("SELECT CASE WHEN true THEN 1 ELSE date '2024-01-01' END", "42804", 28)]
    [InlineData("SELECT date '2024-02-30'", "22008", 13)]
    [InlineData("SELECT 1/0", "22012", null)]
    [InlineData("SELECT 2147483647 + 1", "22003", null)]
    [InlineData("SELECT id / 0 FROM crm.customers", "22012", null)]
    [InlineData("SELECT CAST(name AS int) FROM crm.customers", "22P02", null)]
    [InlineData("SELECT * FROM crm.customers LIMIT -1", "2201W", null)]
    [InlineData("SELECT (SELECT id FROM crm.customers)", "21000", null)]
    public async Task An_error_says_what_and_where(string sql, string sqlState, int? position)
    {
        await using var client = await landscape.OpenAsync();

        foreach (var pushdown in new[] { "on", "off" })
        {
            await client.ExecuteAsync($"SET pushdown = {pushdown}");
            var error = await client.FailsAsync(sql, sqlState);
            if (position is not null) error.Position.ShouldBe(position.Value, error.MessageText);
            (await client.NumberAsync("SELECT 1")).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("LOCK TABLE crm.customers")]
    [InlineData("NOTIFY x")]
    [InlineData("DO 'nothing'")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'")]
    [InlineData("SELECT * FROM crm.customers FOR UPDATE")]
    [InlineData("CREATE TEMP TABLE t (a int)")]
    [InlineData("COPY crm.customers TO '/tmp/file'")]
    [InlineData("COPY crm.customers TO PROGRAM 'cat'")]
    public async Task What_is_not_supported_is_named(string sql)
    {
        await using var client = await landscape.OpenAsync();
        (await client.FailsAsync(sql, "0A000")).MessageText.ShouldContain("not supported");

        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "42883")]
    [InlineData("SELECT * FROM '/etc/passwd'", "42601")]
    [InlineData("SELECT read_text('/etc/passwd')", "42883")]
    [InlineData("SELECT pg_read_file('/etc/passwd')", "0A000")]
    [InlineData("ATTACH '/tmp/other.db'", "42601")]
    [InlineData("INSTALL httpfs", "42601")]
    [InlineData("LOAD httpfs", "0A000")]
    [InlineData("PRAGMA database_list", "42601")]
    [InlineData("SELECT * FROM duckdb_settings()", "42883")]
    [InlineData("SELECT getenv('HOME')", "42883")]
    [InlineData("SELECT * FROM gw_scan(1)", "42883")]
    public async Task The_engine_inside_is_out_of_reach(string sql, string sqlState)
    {
        await using var client = await landscape.OpenAsync();

        await client.FailsAsync(sql, sqlState);
    }
}
