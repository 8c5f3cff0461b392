using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>The dictionary views of schema SYS, and what they must never show.</summary>
public sealed class DictionaryTests(Landscape landscape)
{
    [Theory]
    [InlineData("ADAPTERS")]
    [InlineData("ADAPTER_CAPABILITIES")]
    [InlineData("ADAPTER_LOCATIONS")]
    [InlineData("AGENTS")]
    [InlineData("REMOTE_SOURCES")]
    [InlineData("REMOTE_SOURCE_OBJECTS")]
    [InlineData("VIRTUAL_TABLES")]
    [InlineData("VIRTUAL_TABLE_PROPERTIES")]
    [InlineData("REMOTE_SOURCE_PROPERTIES")]
    [InlineData("VIRTUAL_COLUMNS")]
    [InlineData("VIRTUAL_COLUMN_PROPERTIES")]
    [InlineData("M_REMOTE_SOURCES")]
    [InlineData("M_REMOTE_CONNECTIONS")]
    [InlineData("M_REMOTE_STATEMENTS")]
    [InlineData("M_STATEMENTS")]
    [InlineData("DATA_STATISTICS")]
    [InlineData("M_DATA_STATISTICS")]
    public async Task Each_view_is_found_with_and_without_its_schema(string view)
    {
        await using var client = await landscape.OpenAsync();

        await client.RowsAsync($"SELECT * FROM SYS.{view}");
        await client.RowsAsync($"SELECT * FROM {view}");
        await client.RowsAsync($"SELECT * FROM sys.{view.ToLowerInvariant()} LIMIT 1");
    }

    [Fact]
    public async Task Dictionary_views_join_each_other()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync(
            """
            SELECT s.REMOTE_SOURCE_NAME, s.ADAPTER_NAME, count(*)
            FROM SYS.REMOTE_SOURCES s
            JOIN SYS.VIRTUAL_TABLES t ON t.REMOTE_SOURCE_NAME = s.REMOTE_SOURCE_NAME
            WHERE t.SCHEMA_NAME = 'crm'
            GROUP BY 1, 2
            """)).ShouldBe(["crm|postgresql|3"]);
    }

    [Fact]
    public async Task M_REMOTE_STATEMENTS_shows_exactly_what_was_sent_and_how_much_came()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b text); INSERT INTO t SELECT i, 'b' || i FROM generate_series(1, 100) i");
        await using var client = await landscape.OpenAsync();
        (await client.RowsAsync($"SELECT b FROM \"{source}\".\"public\".\"t\" WHERE a > 90")).Count.ShouldBe(10);

        var row = (await client.RowsAsync(
            $"SELECT REMOTE_STATEMENT_STRING, FETCHED_RECORD_COUNT, FETCHED_SIZE > 0, REMOTE_STATEMENT_STATUS, USER_NAME FROM SYS.M_REMOTE_STATEMENTS WHERE REMOTE_SOURCE_NAME = '{source}'")).ShouldHaveSingleItem();

        row.ShouldBe("SELECT \"b\" FROM \"public\".\"t\" WHERE \"a\" > 90|10|t|CLOSED|admin");
    }

    [Fact]
    public async Task M_STATEMENTS_shows_running_statements_of_others()
    {
        await using var client = await landscape.OpenAsync(builder => builder.ApplicationName = "the other one");
        await client.RowsAsync("SELECT 'find me'");
        await using var watcher = await landscape.OpenAsync();

        (await watcher.NumberAsync("SELECT count(*) FROM SYS.M_STATEMENTS WHERE STATEMENT_STRING = 'SELECT ''find me'''")).ShouldBe(1);
    }

    [Fact]
    public async Task ADAPTER_CAPABILITIES_uses_HANAs_names()
    {
        await using var client = await landscape.OpenAsync();
        var names = await client.RowsAsync("SELECT DISTINCT CAPABILITY_NAME FROM SYS.ADAPTER_CAPABILITIES WHERE ADAPTER_NAME = 'postgresql'");

        names.ShouldContain("CAP_WHERE");
        names.ShouldContain("CAP_LIMIT");
        names.ShouldContain("CAP_SIMPLE_EXPR_IN_WHERE");
    }

    [Fact]
    public async Task Information_schema_and_pg_catalog_agree()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = 'crm' ORDER BY 1")).ShouldBe(["Mixed Case", "customers", "orders"]);
        (await client.RowsAsync(
            "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'f' ORDER BY 1")).ShouldBe(
            ["Mixed Case", "customers", "orders"]);
        (await client.RowsAsync("SELECT 'crm.customers'::regclass, 'crm.customers'::regclass::oid = c.oid FROM pg_class c WHERE relname = 'customers' AND relkind = 'f' AND c.relnamespace = 'crm'::regnamespace"))
            .ShouldBe(["crm.customers|t"]);
        (await client.RowsAsync("SELECT schema_name FROM information_schema.schemata WHERE schema_name IN ('crm', 'sys', 'pg_catalog', 'SYS') ORDER BY 1")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Read_only_views_refuse_changes()
    {
        await using var client = await landscape.OpenAsync();
        foreach (var sql in new[] { "DELETE FROM SYS.REMOTE_SOURCES", "UPDATE pg_catalog.pg_class SET relname = 'x'", "INSERT INTO SYS.ADAPTERS VALUES (1)", "DROP VIEW SYS.ADAPTERS", "DROP SCHEMA SYS CASCADE", "CREATE TABLE SYS.t (a int)" })
            await client.FailsAsync(sql, "42501");
    }
}
