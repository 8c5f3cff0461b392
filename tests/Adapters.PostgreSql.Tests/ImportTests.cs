using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class ImportTests(PostgresFixture fixture)
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.customers (id int PRIMARY KEY, email text COLLATE "C" UNIQUE, "Name" varchar(30) COLLATE "de-x-icu" NOT NULL);
        CREATE UNIQUE INDEX partial ON shop.customers ("Name") WHERE id > 995;
        CREATE UNIQUE INDEX covering ON shop.customers ("Name", id) INCLUDE (email);
        COMMENT ON TABLE shop.customers IS 'who buys'; COMMENT ON COLUMN shop.customers.email IS 'where to write';
        INSERT INTO shop.customers SELECT i, CASE WHEN i % 4 > 0 THEN 'm' || i END, 'n' || i % 10 FROM generate_series(1, 1000) i;
        ANALYZE shop.customers;
        CREATE TABLE shop.fresh AS SELECT i FROM generate_series(1, 10000) i;
        CREATE VIEW shop.view AS SELECT id FROM shop.customers;
        CREATE MATERIALIZED VIEW shop.matview AS SELECT id FROM shop.customers;
        CREATE TABLE shop.parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM (0) TO (1000);
        INSERT INTO shop.parts SELECT generate_series(0, 499); ANALYZE shop.parts;
        CREATE TABLE shop.parent (id int PRIMARY KEY); CREATE TABLE shop.child () INHERITS (shop.parent);
        """;

    [Fact]
    public async Task A_table_comes_with_keys_statistics_comments_and_collations()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Shop);
        var table = await ImportAsync(test, null, "shop", "customers");
        table.Path.ShouldBe(["shop", "customers"]);
        table.Comment.ShouldBe("who buys");
        table.Columns[1].Comment.ShouldBe("where to write");
        table.Columns.Select(column => Fact(column, "collation")).ShouldBe([null, "C", "de-x-icu"]);
        table.Keys.Select(key => (key.IsPrimary, string.Join(',', key.Ordinals))).ShouldBe([(true, "0"), (false, "2,0"), (false, "1")]);
        table.Statistics!.RowCount.ShouldBe(1000);
        table.Statistics.TotalBytes!.Value.ShouldBeGreaterThan(8191);
        table.Columns[0].Statistics!.DistinctCount.ShouldBe(1000);
        table.Columns[1].Statistics!.NullFraction!.Value.ShouldBe(0.25, 0.01);
        table.Columns[2].Statistics!.DistinctCount.ShouldBe(10);
        table.Columns[0].Statistics!.MaximumText.ShouldBe("1000");
        table.Columns[0].Statistics!.Histogram.Count.ShouldBe(101);
        table.Columns[0].Statistics!.Histogram[50].ShouldBe("500");
        table.Columns[2].Statistics!.MostCommon.Count.ShouldBe(10);
        table.Columns[2].Statistics!.MostCommon[0].Fraction.ShouldBe(0.1, 0.001);
    }

    [Fact]
    public async Task Sizes_are_estimated_where_nobody_analyzed()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Shop);
        (await ImportAsync(test, null, "shop", "fresh")).Statistics!.RowCount.ShouldBe(10_000, 2000);
        (await ImportAsync(test, null, "shop", "parts")).Statistics!.RowCount.ShouldBe(500);
        (await ImportAsync(test, null, "shop", "view")).Statistics.ShouldBeNull();
    }

    [Fact]
    public async Task A_schema_is_imported_at_once()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Shop);
        var tables = await ListAsync(test.Source.ImportSchemaAsync("shop", _ => true, TestContext.Current.CancellationToken));
        tables.Select(table => $"{table.Name.Object}: {table.Properties[0].Value}").ShouldBe(
        [
            "child: table", "customers: table", "fresh: table", "matview: materialized view", "parent: table", "parts: partitioned table", "parts_1: table", "view: view",
        ]);
        tables.Single(table => table.Name.Object == "parent").Keys.ShouldBeEmpty(); // its children's rows may repeat
        tables.Single(table => table.Name.Object == "parts").Keys.Count.ShouldBe(1);
        (await ListAsync(test.Source.ImportSchemaAsync(null, _ => true, TestContext.Current.CancellationToken))).Count.ShouldBe(tables.Count);
        var error = await Should.ThrowAsync<GatewayException>(() => ListAsync(test.Source.ImportSchemaAsync("nowhere", _ => true, TestContext.Current.CancellationToken)));
        error.State.ShouldBe(SqlState.RemoteSchemaNotFound);
    }

    [Theory]
    [InlineData(null, "public", "Orders", "Orders")]
    [InlineData(null, null, "public.Orders", "Orders")]
    [InlineData(null, null, "Orders", "Orders")]
    [InlineData(null, null, "public.a.b", "a.b")]
    [InlineData(null, "public", "ORDERS", null)] // Orders or orders?
    [InlineData(null, "PUBLIC", "ITEMS", "items")]
    [InlineData("elsewhere", "public", "items", null)]
    [InlineData(null, "public", "nothing", null)]
    public async Task Names_are_found_as_they_are_written(string? database, string? schema, string name, string? found)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, """CREATE TABLE "Orders" (a int); CREATE TABLE orders (a int); CREATE TABLE "a.b" (a int); CREATE TABLE items (a int)""");
        if (found is not null)
        {
            (await ImportAsync(test, database, schema, name)).Path.ShouldBe(["public", found]);
            (await ImportAsync(test, test.Database, schema, name)).Path.ShouldBe(["public", found]);
        }
        else (await Should.ThrowAsync<GatewayException>(() => ImportAsync(test, database, schema, name))).State.ShouldBe(SqlState.RemoteTableNotFound);
    }

    [Fact]
    public async Task The_tree_of_objects_has_schemas_then_tables()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Shop);
        var schemas = await ListAsync(test.Source.BrowseAsync(null, TestContext.Current.CancellationToken));
        schemas.Select(node => node.DisplayName).ShouldBe(["public", "shop", "information_schema", "pg_catalog"]);
        schemas.ShouldAllBe(node => node.IsExpandable && !node.IsImportable);
        var objects = await ListAsync(test.Source.BrowseAsync("shop", TestContext.Current.CancellationToken));
        objects.Select(node => node.Kind).Distinct().Order().ShouldBe(["materialized view", "partitioned table", "table", "view"]);
        foreach (var node in objects) (await test.Source.ImportAsync(node.Name!, TestContext.Current.CancellationToken)).Name.Object.ShouldBe(node.DisplayName);
    }

    [Fact]
    public async Task Catalog_tables_can_be_imported_and_read()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        var tables = await ListAsync(test.Source.ImportSchemaAsync("pg_catalog", _ => true, TestContext.Current.CancellationToken));
        tables.Count.ShouldBeGreaterThan(100);
        foreach (var name in new[] { "pg_class", "pg_type", "pg_index", "pg_proc", "pg_statistic", "pg_stats", "pg_settings", "pg_constraint" })
            (await test.ReadAsync(SourceUnderTest.Scan(tables.Single(table => table.Name.Object == name)))).Count.ShouldBeGreaterThanOrEqualTo(0);
    }

    private static Task<RemoteTable> ImportAsync(SourceUnderTest test, string? database, string? schema, string name) =>
        test.Source.ImportAsync(new RemoteObjectName(database, schema, name), TestContext.Current.CancellationToken);

    private static string? Fact(TableColumn column, string name) => column.Properties.FirstOrDefault(property => property.Name == name)?.Value;

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
