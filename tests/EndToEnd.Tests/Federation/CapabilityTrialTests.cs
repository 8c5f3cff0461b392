using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary><c>CALL VERIFY_ADAPTER_CAPABILITIES</c>: a source's declarations tried on the live source.</summary>
public sealed class CapabilityTrialTests(Landscape landscape)
{
    private const string ReplaceReverse =
        """
        SET allow_system_table_mods = on;
        ALTER FUNCTION pg_catalog.reverse(text) RENAME TO true_reverse;
        CREATE FUNCTION pg_catalog.reverse(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS 'SELECT upper($1)';
        """;

    private const string RepairReverse =
        """
        SET allow_system_table_mods = on;
        DROP FUNCTION pg_catalog.reverse(text);
        ALTER FUNCTION pg_catalog.true_reverse(text) RENAME TO reverse;
        """;

    [Fact]
    public async Task A_function_that_answers_otherwise_is_found_without_a_statement_that_uses_it()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (id int, name text); INSERT INTO t VALUES (1, 'ab')");
        await using var client = await OpenAsync();
        await client.ExecuteAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER \"{source}\" INTO {client.Schema}");
        await landscape.Cluster.ExecuteAsync(ReplaceReverse, source);
        (await client.RowsAsync($"CALL VERIFY_ADAPTER_CAPABILITIES('{source}')")).ShouldContain("MISMATCH|1");
        var row = (await client.RowsAsync(
            $"SELECT capability_name, function_signature, pushdown, mismatch_id IS NOT NULL, result_detail FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND result = 'MISMATCH'")).ShouldHaveSingleItem();
        row.ShouldStartWith("CAP_BI_REVERSE|reverse(text)|NEVER|t|reverse(v1): ");
        (await client.RowsAsync("SELECT reverse(name) FROM t")).ShouldBe(["ba"]);
        (await client.TextAsync("EXPLAIN SELECT reverse(name) FROM t")).ShouldContain("PUSHDOWN_MISMATCH");

        // Tried again, repaired; trusted again once an administrator says so.
        await landscape.Cluster.ExecuteAsync(RepairReverse, source);
        await client.RowsAsync($"CALL VERIFY_ADAPTER_CAPABILITIES('{source}')");
        (await client.RowsAsync($"SELECT result, pushdown FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND function_signature = 'reverse(text)'")).ShouldBe(["OK|NEVER"]);
        (await client.RowsAsync($"CALL CLEAR_PUSHDOWN_MISMATCH('{source}')")).Count.ShouldBe(1);
        (await client.TextAsync("EXPLAIN SELECT reverse(name) FROM t")).ShouldContain("remote sql: SELECT reverse(");

        // A server that is what it says keeps all its capabilities.
        (await client.RowsAsync($"SELECT capability_name, function_signature, result_detail FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND result = 'MISMATCH'")).ShouldBeEmpty();
        (await client.RowsAsync($"SELECT count(*) FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND (verified_at IS NULL OR result IS NULL OR (result = 'NOT TESTABLE' AND result_detail IS NULL))")).ShouldBe(["0"]);

        // Every clause of a query was tried, and most functions; nothing is written to find out what can be.
        var untested = await client.RowsAsync($"SELECT capability_name FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND function_signature IS NULL AND result <> 'OK' ORDER BY 1");
        untested.ShouldBe(["CAP_COLUMN_CAP", "CAP_DELETE", "CAP_INSERT", "CAP_INSERT_ON_CONFLICT", "CAP_INSERT_SELECT", "CAP_MERGE", "CAP_RETURNING", "CAP_TABLE_CAP", "CAP_TRANSACTIONAL_CDC", "CAP_TRUNCATE", "CAP_UPDATE"]);
        (await client.NumberAsync($"SELECT count(*) FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND function_signature IS NOT NULL AND result = 'OK'")).ShouldBeGreaterThan(250);
        (await landscape.Cluster.QueryValueAsync("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'", source)).ShouldBe(1L);
    }

    [Fact]
    public async Task Files_are_tried_as_well()
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-lake-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "t.csv"), "id,name\n1,ab\n");
            var source = $"lake_{Guid.NewGuid():N}"[..14];
            await using var client = await OpenAsync();
            await client.ExecuteAsync($"CREATE REMOTE SOURCE {source} ADAPTER file CONFIGURATION 'directory={folder.FullName}'");
            await client.RowsAsync($"CALL VERIFY_ADAPTER_CAPABILITIES('{source}')");
            (await client.RowsAsync($"SELECT capability_name, function_signature, result_detail FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND result = 'MISMATCH'")).ShouldBeEmpty();
            (await client.NumberAsync($"SELECT count(*) FROM remote_source_capabilities WHERE remote_source_name = '{source}' AND result = 'OK'")).ShouldBeGreaterThan(100);
            await client.ExecuteAsync($"DROP REMOTE SOURCE {source}");
            (await client.NumberAsync($"SELECT count(*) FROM remote_source_capabilities WHERE remote_source_name = '{source}'")).ShouldBe(0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Unknown_sources_are_refused()
    {
        await using var client = await landscape.OpenAsync();
        await client.FailsAsync("CALL VERIFY_ADAPTER_CAPABILITIES('no such source')", "42704");
        await client.FailsAsync("CALL VERIFY_ADAPTER_CAPABILITIES()", "42883");
    }

    private async Task<GatewayClient> OpenAsync()
    {
        var schema = await landscape.CreateSchemaAsync();
        return await GatewayClient.OpenAsync(landscape.Gateway, builder => (builder.SearchPath, builder.CommandTimeout) = (schema, 500));
    }
}
