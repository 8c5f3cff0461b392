using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Local;

/// <summary>Views over anything, over each other, and what depends on them.</summary>
public sealed class ViewTests(Landscape landscape)
{
    [Fact]
    public async Task Views_nest_over_virtual_and_local_tables_and_still_push_down()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE labels (city text, label text); INSERT INTO labels VALUES ('Rome', 'R'), ('Paris', 'P')");
        await client.ExecuteAsync("CREATE VIEW rich AS SELECT id, name, city FROM crm.customers WHERE balance > 1400");
        await client.ExecuteAsync("CREATE VIEW labelled (customer, mark) AS SELECT r.name, l.label FROM rich r JOIN labels l USING (city)");
        await client.ExecuteAsync("CREATE VIEW counted AS SELECT mark, count(*) AS n FROM labelled GROUP BY mark");

        (await client.RowsAsync("SELECT * FROM counted ORDER BY mark")).ShouldBe(["P|16", "R|17"]);
        (await client.TextAsync("EXPLAIN SELECT name FROM rich WHERE id = 950")).ShouldContain("\"balance\" > 1400");
    }

    [Fact]
    public async Task A_view_is_replaced_but_not_narrowed()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIEW v AS SELECT 1 AS a, 2 AS b");
        await client.ExecuteAsync("CREATE OR REPLACE VIEW v AS SELECT 3 AS a, 4 AS b, 5 AS c");
        (await client.RowsAsync("SELECT * FROM v")).ShouldBe(["3|4|5"]);

        await client.FailsAsync("CREATE OR REPLACE VIEW v AS SELECT 1 AS a", "42P16");
        await client.FailsAsync("CREATE VIEW v AS SELECT 1 AS a", "42P07");
    }

    [Fact]
    public async Task A_view_keeps_the_columns_it_was_made_with()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        await client.ExecuteAsync("CREATE VIEW v AS SELECT * FROM t");
        await client.ExecuteAsync("ALTER TABLE t ADD COLUMN b int");

        (await client.RowsAsync("SELECT * FROM v")).ShouldBe(["1"]);
        await client.FailsAsync("DROP TABLE t", "2BP01");
        await client.FailsAsync("ALTER TABLE t DROP COLUMN a", "2BP01");
        await client.ExecuteAsync("DROP TABLE t CASCADE");
        await client.FailsAsync("SELECT * FROM v", "42P01");
    }

    [Fact]
    public async Task A_views_names_do_not_depend_on_the_readers_search_path()
    {
        var schema = await landscape.CreateSchemaAsync();
        await using (var maker = await landscape.OpenAsync(builder => builder.SearchPath = schema))
            await maker.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (42); CREATE VIEW v AS SELECT a FROM t");
        await using var reader = await landscape.OpenAsync();

        (await reader.RowsAsync($"SELECT * FROM {schema}.v")).ShouldBe(["42"]);
    }
}
