using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>CREATE, ALTER, REFRESH and DROP STATISTICS: what they find, where it shows, and what plans make of it.</summary>
public sealed class StatisticsTests(Landscape landscape)
{
    private const string Tables = """
        CREATE TABLE lines (id int PRIMARY KEY, product int, day date, note text COLLATE "C", price numeric(10,2), data jsonb) WITH (autovacuum_enabled = false);
        INSERT INTO lines SELECT n, CASE WHEN n % 10 < 8 THEN 1 ELSE 2 + n % 50 END, date '2024-01-01' + n % 366, CASE WHEN n % 4 > 0 THEN 'note ' || n % 3 END, n * 0.5, '{}'
        FROM generate_series(1, 20000) n;
        """;

    [Fact]
    public async Task The_source_counts_and_groups_its_values_itself()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("CREATE STATISTICS ON lines TYPE RECORD COUNT; CREATE STATISTICS ON lines (id, note) TYPE SIMPLE; CREATE STATISTICS product_spread ON lines (product) BUCKETS 20");

        (await client.RowsAsync("SELECT data_statistics_name, data_statistics_type, data_source_object_name, data_source_column_names, is_enabled, create_buckets FROM data_statistics WHERE data_statistics_schema_name = current_schema() ORDER BY 1")).ShouldBe(
        [
            "lines_id_simple|SIMPLE|lines|\"id\"|TRUE|", "lines_note_simple|SIMPLE|lines|\"note\"|TRUE|", "lines_record_count|RECORD COUNT|lines||TRUE|", "product_spread|HISTOGRAM|lines|\"product\"|TRUE|20",
        ]);
        (await ContentAsync(client, "lines_record_count")).ShouldBe("""{"COUNT":20000,"SAMPLED":false,"COLUMNS":[]}""");
        (await ContentAsync(client, "lines_id_simple")).ShouldContain("\"DISTINCT COUNT\":20000,\"NULL COUNT\":0,\"MIN VALUE\":\"1\",\"MAX VALUE\":\"20000\"");
        (await ContentAsync(client, "lines_note_simple")).ShouldContain("\"DISTINCT COUNT\":3,\"NULL COUNT\":5000,\"MIN VALUE\":\"note 0\",\"MAX VALUE\":\"note 2\"");
        (await ContentAsync(client, "product_spread")).ShouldContain("{\"VALUE\":\"1\",\"FRACTION\":0.8}");
        (await client.NumberAsync($"SELECT count(*) FROM m_remote_statements WHERE remote_source_name = '{source}' AND fetched_record_count > 100")).ShouldBe(0, "only groups travel");
    }

    [Fact]
    public async Task Plans_made_before_are_made_again()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        (await EstimateAsync(client, "SELECT id FROM lines WHERE product = 1")).ShouldBeLessThan(1000);
        await client.ExecuteAsync("PREPARE q AS SELECT id FROM lines WHERE product = 1 LIMIT 1; EXECUTE q; CREATE STATISTICS ON lines (product); EXECUTE q");
        (await EstimateAsync(client, "SELECT id FROM lines WHERE product = 1")).ShouldBe(16_000);
        (await EstimateAsync(client, "SELECT id FROM lines WHERE product IN (10, 11)")).ShouldBeInRange(700, 900);
        await client.ExecuteAsync("CREATE STATISTICS ON lines (day) TYPE HISTOGRAM");
        (await EstimateAsync(client, "SELECT id FROM lines WHERE day >= '2024-07-01' AND day < '2024-08-01'")).ShouldBeInRange(1500, 1900);
        await client.ExecuteAsync("ALTER STATISTICS ON lines (product) SET ENABLE OFF");
        (await EstimateAsync(client, "SELECT id FROM lines WHERE product = 1")).ShouldBeLessThan(1000);
        await client.ExecuteAsync("ALTER STATISTICS ON lines (product) SET ENABLE ON; DROP STATISTICS ON lines (day)");
        (await EstimateAsync(client, "SELECT id FROM lines WHERE product = 1")).ShouldBe(16_000);
        (await client.NumberAsync("SELECT count(*) FROM data_statistics WHERE data_statistics_schema_name = current_schema()")).ShouldBe(1);
    }

    [Fact]
    public async Task Refreshing_finds_what_changed_at_the_source()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("CREATE STATISTICS c ON lines TYPE RECORD COUNT");
        await landscape.Cluster.ExecuteAsync("DELETE FROM lines WHERE id > 5000", source);
        (await ContentAsync(client, "c")).ShouldContain("\"COUNT\":20000");
        await client.ExecuteAsync("REFRESH STATISTICS ON lines TYPE RECORD COUNT");
        (await ContentAsync(client, "c")).ShouldContain("\"COUNT\":5000");
        (await client.RowsAsync("SELECT last_refresh_reason FROM m_data_statistics WHERE data_statistics_schema_name = current_schema()")).ShouldBe(["REFRESH"]);
        (await client.RowsAsync("SELECT reltuples FROM pg_class WHERE oid = 'lines'::regclass")).ShouldBe(["5000"]);
    }

    [Fact]
    public async Task ANALYZE_asks_the_source_for_its_statistics_again()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        (await client.RowsAsync("SELECT count(*) FROM pg_stats WHERE schemaname = current_schema()")).ShouldBe(["0"]);
        await landscape.Cluster.ExecuteAsync("ANALYZE lines", source);
        await client.ExecuteAsync("ANALYZE lines");
        (await client.RowsAsync("SELECT n_distinct FROM pg_stats WHERE schemaname = current_schema() AND attname = 'note'")).ShouldBe(["3"]);
        (await EstimateAsync(client, "SELECT id FROM lines WHERE product = 1")).ShouldBeInRange(15_500, 16_500);
    }

    [Fact]
    public async Task A_sample_is_read_where_the_source_cannot_count()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync($"CREATE STATISTICS s ON lines TYPE SAMPLE SAMPLE SIZE 400; ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'CAP_AGGREGATES' = 'false'");
        (await ContentAsync(client, "s")).ShouldContain("\"COUNT\":20000,\"SAMPLED\":true");
        await client.ExecuteAsync("CREATE STATISTICS ON lines (product)");
        (await ContentAsync(client, "lines_product_histogram")).ShouldContain("\"SAMPLED\":false");
        (await ContentAsync(client, "lines_product_histogram")).ShouldContain("{\"VALUE\":\"1\",\"FRACTION\":0.8}");
        await client.FailsAsync("CREATE STATISTICS ON lines TYPE RECORD COUNT", "0A000");
    }

    [Fact]
    public async Task Wrong_statements_say_what_is_wrong()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("CREATE TABLE here (a int); CREATE STATISTICS one ON lines (id) TYPE SIMPLE");
        (await client.FailsAsync("CREATE STATISTICS ON here TYPE RECORD COUNT", "42809")).Position.ShouldBe(22);
        await client.FailsAsync("CREATE STATISTICS ON nowhere", "42P01");
        (await client.FailsAsync("CREATE STATISTICS ON lines (id, nothing)", "42703")).Position.ShouldBe(33);
        await client.FailsAsync("CREATE STATISTICS two ON lines (id) TYPE SIMPLE", "42710");
        await client.FailsAsync("CREATE STATISTICS one ON lines (product) TYPE SIMPLE", "42710");
        await client.FailsAsync("CREATE STATISTICS both ON lines (id, product)", "42601");
        await client.FailsAsync("CREATE STATISTICS ON lines (id) TYPE RECORD COUNT", "42601");
        await client.FailsAsync("CREATE STATISTICS ON lines (id) NO INITIAL REFRESH", "42601");
        await client.FailsAsync("CREATE STATISTICS ON lines (id) TYPE TOPK", "0A000");
        await client.FailsAsync("CREATE STATISTICS ON lines (id) REFRESH TYPE AUTO", "0A000");
        await client.FailsAsync("CREATE STATISTICS ON lines (product) BUCKETS 0", "22023");
        await client.FailsAsync("REFRESH STATISTICS nothing", "42704");
        await client.FailsAsync("DROP STATISTICS nothing", "42704");
        await client.ExecuteAsync("DROP STATISTICS IF EXISTS nothing, one");
        (await client.NumberAsync("SELECT count(*) FROM data_statistics WHERE data_statistics_schema_name = current_schema()")).ShouldBe(0);
    }

    [Fact]
    public async Task A_rolled_back_object_was_never_there()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("BEGIN; CREATE STATISTICS gone ON lines TYPE RECORD COUNT");
        (await ContentAsync(client, "gone")).ShouldContain("20000");
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync("SELECT count(*) FROM data_statistics WHERE data_statistics_name = 'gone'")).ShouldBe(0);
        await client.ExecuteAsync("CREATE STATISTICS kept ON lines (id) TYPE SIMPLE; DROP TABLE lines");
        (await client.NumberAsync("SELECT count(*) FROM data_statistics WHERE data_statistics_name = 'kept'")).ShouldBe(0);
    }

    private async Task<GatewayClient> OpenAsync(string source)
    {
        var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE lines AT \"{source}\".\"public\".\"lines\"");
        return client;
    }

    private static async Task<string> ContentAsync(GatewayClient client, string name) =>
        (await client.RowsAsync($"SELECT data_statistics_content FROM m_data_statistics WHERE data_statistics_schema_name = current_schema() AND data_statistics_name = '{name}'")).ShouldHaveSingleItem();

    /// <summary>The rows EXPLAIN expects of a query that one source runs.</summary>
    private static async Task<long> EstimateAsync(GatewayClient client, string sql) =>
        long.Parse((await client.RowsAsync($"EXPLAIN {sql}")).Single(line => line.Contains("estimated rows", StringComparison.Ordinal)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
}
