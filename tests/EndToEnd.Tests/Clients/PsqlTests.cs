using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Processes;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>psql: single statements, its backslash commands, its exit codes.</summary>
public sealed class PsqlTests(Landscape landscape)
{
    [Fact]
    public async Task A_single_statement_prints_an_aligned_table()
    {
        var result = await RunAsync("-c", "SELECT id, name, city FROM crm.customers WHERE id < 4 ORDER BY id");

        result.EnsureSuccess().Output.ShouldBe(
            """
             id |    name    | city  
            ----+------------+-------
              1 | Customer 1 | Paris
              2 | Customer 2 | Rome
              3 | Customer 3 | 
            (3 rows)


            """);
    }

    [Fact]
    public async Task A_wrong_statement_points_at_the_place_and_fails()
    {
        var result = await RunAsync("-c", "SELECT nme FROM crm.customers");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("ERROR:  column \"nme\" does not exist\nLINE 1: SELECT nme FROM crm.customers\n               ^");
    }

    [Fact]
    public async Task On_error_rollback_lets_a_block_go_on_after_a_failed_statement()
    {
        var result = await TypeAsync(
            "\\set ON_ERROR_ROLLBACK on\nBEGIN;\nSELECT 1/0;\nSELECT count(*) FROM crm.customers WHERE id < 4;\nSELECT nme FROM crm.customers;\nSELECT 'still here';\nCOMMIT;\n", "-A", "-t");

        result.Output.ShouldBe("BEGIN\n3\nstill here\nCOMMIT\n");
        result.Error.ShouldContain("division by zero");
    }

    [Fact]
    public async Task Backslash_dn_lists_schemas()
    {
        var output = (await RunAsync("-A", "-t", "-c", "\\dn")).EnsureSuccess().Output;

        output.ShouldContain("crm|admin\n");
        output.ShouldContain("public|");
        output.ShouldNotContain("pg_catalog");
    }

    [Fact]
    public async Task Backslash_dt_lists_local_tables_and_d_lists_all_relations()
    {
        var schema = await landscape.CreateSchemaAsync();
        await using (var client = await landscape.OpenAsync())
            await client.ExecuteAsync($"CREATE TABLE {schema}.plain (a int); CREATE VIEW {schema}.seen AS SELECT a FROM {schema}.plain");

        var tables = (await RunAsync("-A", "-t", "-c", $"\\dt {schema}.*")).EnsureSuccess().Output;
        var all = (await RunAsync("-c", $"\\d {schema}.*")).EnsureSuccess().Output;
        var views = (await RunAsync("-A", "-t", "-c", $"\\dv {schema}.*")).EnsureSuccess().Output;
        var foreign = (await RunAsync("-A", "-t", "-c", "\\det crm.*")).EnsureSuccess().Output;

        tables.ShouldBe($"{schema}|plain|table|admin\n");
        all.ShouldContain($"Table \"{schema}.plain\"");
        all.ShouldContain($"View \"{schema}.seen\"");
        views.ShouldBe($"{schema}|seen|view|admin\n");
        foreign.ShouldContain("crm|customers|crm");
    }

    [Fact]
    public async Task Backslash_d_describes_a_local_table()
    {
        var schema = await landscape.CreateSchemaAsync();
        await using (var client = await landscape.OpenAsync())
            await client.ExecuteAsync($"CREATE TABLE {schema}.t (id int PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'none', price numeric(10,2))");

        var output = (await RunAsync("-c", $"\\d {schema}.t")).EnsureSuccess().Output;

        output.ShouldContain($"Table \"{schema}.t\"");
        output.ShouldContain("id     | integer               |           | not null | ");
        output.ShouldContain("name   | character varying(20) |           | not null | 'none'");
        output.ShouldContain("price  | numeric(10,2)         |           |          | ");
        output.ShouldContain("PRIMARY KEY");
    }

    [Fact]
    public async Task Backslash_d_describes_a_virtual_table()
    {
        var output = (await RunAsync("-c", "\\d crm.customers")).EnsureSuccess().Output;

        output.ShouldContain("\"crm.customers\"");
        output.ShouldContain("balance | numeric(12,2) ");
        output.ShouldContain("name    | text ");
        output.ShouldContain("not null");
        output.ShouldContain("crm");
    }

    [Theory]
    [InlineData("\\l")]
    [InlineData("\\du")]
    [InlineData("\\df")]
    [InlineData("\\dT")]
    [InlineData("\\dp crm.customers")]
    [InlineData("\\d+ crm.customers")]
    [InlineData("\\dE+ crm.*")]
    [InlineData("\\dn+")]
    [InlineData("\\des")]
    [InlineData("\\des+")]
    [InlineData("\\det+ crm.*")]
    [InlineData("\\dew")]
    [InlineData("\\dew+")]
    [InlineData("\\dd")]
    [InlineData("\\dL")]
    [InlineData("\\do")]
    [InlineData("\\encoding")]
    [InlineData("\\conninfo")]
    [InlineData("\\sv SYS.ADAPTERS")]
    public async Task Other_listing_commands_are_answered(string command)
    {
        var result = await RunAsync("-c", command);

        result.Error.ShouldBe("");
        result.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("\\d sys.remote_sources", "REMOTE_SOURCE_NAME")]
    [InlineData("\\d SYS.REMOTE_SOURCES", "REMOTE_SOURCE_NAME")]
    [InlineData("\\dv sys.*", "virtual_tables")]
    [InlineData("\\dn", "sys")]
    public async Task Views_of_the_dictionary_are_described_in_any_case(string command, string expected) =>
        (await RunAsync("-c", command)).EnsureSuccess().Output.ShouldContain(expected);

    [Fact]
    public async Task Gdesc_describes_a_result_without_running_it()
    {
        var output = (await TypeAsync("SELECT id, balance, since, count(*) OVER () AS n, 'x' AS t FROM crm.customers \\gdesc\n", "-A", "-t")).EnsureSuccess().Output;

        output.ShouldBe("id|integer\nbalance|numeric(12,2)\nsince|date\nn|bigint\nt|text\n");
    }

    [Fact]
    public async Task Copy_commands_move_rows_both_ways()
    {
        var schema = await landscape.CreateSchemaAsync();
        var folder = Directory.CreateTempSubdirectory("fedgw-copy-").FullName;
        try
        {
            var file = Path.Combine(folder, "rows.csv");
            var script =
                $"""
                 \set ON_ERROR_STOP on
                 CREATE TABLE {schema}.copied (id int, name text);
                 \copy (SELECT id, name FROM crm.customers WHERE id <= 3 ORDER BY id) TO '{file}' CSV HEADER
                 \copy {schema}.copied FROM '{file}' CSV HEADER
                 SELECT string_agg(name, ',' ORDER BY id) FROM {schema}.copied;

                 """;
            var output = (await TypeAsync(script, "-q", "-A", "-t")).EnsureSuccess().Output;

            (await File.ReadAllTextAsync(file)).ShouldBe("id,name\n1,Customer 1\n2,Customer 2\n3,Customer 3\n");
            output.ShouldBe("Customer 1,Customer 2,Customer 3\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Gset_and_gexec_work()
    {
        const string Script =
            """
            SELECT max(id) AS top FROM crm.customers \gset
            SELECT :top + 1;
            SELECT 'SELECT ' || i FROM generate_series(1, 2) AS g(i) \gexec

            """;
        var output = (await TypeAsync(Script, "-q", "-A", "-t")).EnsureSuccess().Output;

        output.ShouldBe("1001\n1\n2\n");
    }

    [Fact]
    public async Task FETCH_COUNT_reads_in_portions()
    {
        var result = await TypeAsync("\\set FETCH_COUNT 100\nSELECT id FROM crm.customers ORDER BY id;\n", "-q", "-A", "-t");

        result.EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(Enumerable.Range(1, 1000).Select(id => $"{id}"));
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) => Psql.RunAsync(landscape.Gateway, arguments);

    private Task<ProcessResult> TypeAsync(string input, params string[] arguments) => Psql.RunAsync(landscape.Gateway, arguments, input);
}
