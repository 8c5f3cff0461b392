using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>CREATE, ALTER, DROP VIRTUAL TABLE, IMPORT FOREIGN SCHEMA, and three-part names.</summary>
public sealed class VirtualTableTests(Landscape landscape)
{
    [Fact]
    public async Task Columns_are_imported_with_types_and_keys()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v AT \"crm\".\"crm\".\"public\".\"customers\"");

        (await client.RowsAsync(
            "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'v' ORDER BY ordinal_position")).ShouldBe(
            ["id|integer|NO", "name|text|NO", "city|text|YES", "since|date|YES", "balance|numeric|YES"]);
        (await client.RowsAsync("SELECT name FROM v WHERE id = 7")).ShouldBe(["Customer 7"]);
    }

    [Fact]
    public async Task Listed_columns_are_a_subset_with_types_of_their_own()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v (balance double precision, id bigint) AT \"crm\".\"<NULL>\".\"public\".\"customers\"");

        (await client.RowsAsync("SELECT * FROM v WHERE id = 3")).ShouldBe(["4.5|3"]);
        (await client.RowsAsync("SELECT pg_typeof(balance), pg_typeof(id) FROM v WHERE id = 3")).ShouldBe(["double precision|bigint"]);
        await client.FailsAsync("CREATE VIRTUAL TABLE w (nothing int) AT \"crm\".\"crm\".\"public\".\"customers\"", "HV005");
    }

    [Fact]
    public async Task A_column_listed_twice_is_refused()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();

        var error = await client.FailsAsync("CREATE VIRTUAL TABLE v (id int, id int) AT \"crm\".\"crm\".\"public\".\"customers\"", "42701");

        error.MessageText.ShouldBe("column \"id\" specified more than once");
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v (id int, \"ID\" bigint) AT \"crm\".\"crm\".\"public\".\"customers\"");
        (await client.RowsAsync("SELECT * FROM v WHERE id = 3")).ShouldBe(["3|3"]);
    }

    [Fact]
    public async Task Capabilities_are_taken_from_one_table_and_one_column_and_others_are_refused()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v AT \"crm\".\"crm\".\"public\".\"customers\"");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v SET PROPERTY 'CAP_TABLE_LIMIT' = 'false'; ALTER VIRTUAL TABLE v ALTER name SET PROPERTY 'CAP_COLUMN_FILTER' = 'false'");

        (await client.TextAsync("EXPLAIN SELECT id FROM v LIMIT 1")).ShouldContain("CAPABILITY_MISSING: crm has no CAP_LIMIT");
        (await client.TextAsync("EXPLAIN SELECT id FROM v WHERE name = 'x'")).ShouldContain("column name of crm has no CAP_COLUMN_FILTER");
        (await client.TextAsync("EXPLAIN SELECT id FROM crm.customers WHERE name = 'x' LIMIT 1")).ShouldNotContain("CAPABILITY_MISSING");

        await client.FailsAsync("ALTER VIRTUAL TABLE v SET PROPERTY 'CAP_LIMIT' = 'false'", "HV00D");
        await client.FailsAsync("ALTER VIRTUAL TABLE v SET PROPERTY 'CAP_TABLE_LIMIT' = 'perhaps'", "HV024");
        await client.FailsAsync("ALTER VIRTUAL TABLE v ALTER name SET PROPERTY 'CAP_WHERE' = 'false'", "HV00D");
        await client.FailsAsync("CREATE VIRTUAL TABLE w AT \"crm\".\"crm\".\"public\".\"customers\" WITH PROPERTY 'CAP_ORDERBY' = 'false'", "HV00D");
    }

    [Fact]
    public async Task Columns_are_listed_with_their_properties()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v (id int NOT NULL WITH PROPERTY 'owner' = 'sales', 'unit' = 'none', name text WITH PROPERTY 'CAP_COLUMN_FILTER' = 'false') AT \"crm\".\"crm\".\"public\".\"customers\" WITH PROPERTY 'checked' = 'yes'");

        (await client.RowsAsync("SELECT COLUMN_NAME, PROPERTY, VALUE FROM VIRTUAL_COLUMN_PROPERTIES WHERE SCHEMA_NAME = current_schema() AND IS_READ_ONLY = 'FALSE' ORDER BY 1, 2"))
            .ShouldBe(["id|owner|sales", "id|unit|none", "name|CAP_COLUMN_FILTER|false"]);
        (await client.TextAsync("EXPLAIN SELECT id FROM v WHERE name = 'x'")).ShouldContain("column name of crm has no CAP_COLUMN_FILTER");
        await client.FailsAsync("CREATE VIRTUAL TABLE w (id int WITH PROPERTY 'CAP_WHERE' = 'false') AT \"crm\".\"crm\".\"public\".\"customers\"", "HV00D");
    }

    [Fact]
    public async Task Arrays_are_shown_by_their_type()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int[])");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");

        (await client.RowsAsync("SELECT DATA_TYPE_NAME, REMOTE_DATA_TYPE_NAME FROM VIRTUAL_COLUMNS WHERE SCHEMA_NAME = current_schema()")).ShouldBe(["integer[]|integer[]"]);
    }

    [Fact]
    public async Task Properties_are_set_shown_and_unset()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v AT \"crm\".\"crm\".\"public\".\"customers\"");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v SET PROPERTY 'owner' = 'sales', 'class' = 'b'");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v ALTER name SET PROPERTY 'sensitive' = 'yes'");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v UNSET PROPERTY 'class'");

        (await client.RowsAsync("SELECT PROPERTY, VALUE FROM SYS.VIRTUAL_TABLE_PROPERTIES WHERE SCHEMA_NAME = current_schema() AND PROPERTY IN ('owner', 'class')")).ShouldBe(["owner|sales"]);
        (await client.RowsAsync("SELECT COLUMN_NAME, PROPERTY, VALUE FROM SYS.VIRTUAL_COLUMN_PROPERTIES WHERE SCHEMA_NAME = current_schema() AND PROPERTY = 'sensitive'")).ShouldBe(["name|sensitive|yes"]);
    }

    [Fact]
    public async Task REFRESH_DEFINITION_takes_over_what_changed_at_the_source()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x')");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");
        await landscape.Cluster.ExecuteAsync("ALTER TABLE t ADD COLUMN c date DEFAULT '2024-01-01'", source);
        (await client.RowsAsync("SELECT * FROM v")).ShouldBe(["1|x"]);

        await client.ExecuteAsync("ALTER VIRTUAL TABLE v REFRESH DEFINITION");

        (await client.RowsAsync("SELECT * FROM v")).ShouldBe(["1|x|2024-01-01"]);
    }

    [Fact]
    public async Task DROP_is_restricted_by_views_unless_it_cascades()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v AT \"crm\".\"crm\".\"public\".\"customers\"");
        await client.ExecuteAsync("CREATE VIEW w AS SELECT id FROM v");

        await client.FailsAsync("DROP VIRTUAL TABLE v", "2BP01");
        await client.FailsAsync("DROP TABLE v RESTRICT", "2BP01");
        await client.FailsAsync("DROP VIEW v", "42809");
        await client.ExecuteAsync("DROP VIRTUAL TABLE v CASCADE");

        await client.FailsAsync("SELECT * FROM w", "42P01");
    }

    [Fact]
    public async Task A_remote_object_that_does_not_exist_is_refused()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        var error = await client.FailsAsync("CREATE VIRTUAL TABLE v AT \"crm\".\"crm\".\"public\".\"nothing\"", "HV00R");

        error.MessageText.ShouldContain("nothing");
        await client.FailsAsync("CREATE VIRTUAL TABLE v AT \"nobody\".\"crm\".\"public\".\"customers\"", "42704");
    }

    [Fact]
    public async Task Names_are_found_in_their_own_spelling_and_unquoted_in_any()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT \"Key\", \"Some Text\" FROM crm.\"Mixed Case\" ORDER BY 1")).ShouldBe(["1|ä€𝄞", "2|"]);
        (await client.RowsAsync("SELECT KEY, \"some text\" FROM CRM.\"mixed case\" WHERE Key = 1")).ShouldBe(["1|ä€𝄞"]);
    }

    [Fact]
    public async Task Three_part_names_need_no_virtual_table()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT c.name, count(*) FROM \"crm\".\"public\".\"customers\" c JOIN crm.public.orders o ON o.customer_id = c.id WHERE c.id = 2 GROUP BY 1")).ShouldBe(["Customer 2|20"]);
        await client.FailsAsync("SELECT * FROM crm.public.nothing", "HV00R");
    }

    [Fact]
    public async Task A_three_part_name_follows_its_table()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2)");
        await using var client = await landscape.OpenAsync();
        await using var reader = new NpgsqlCommand($"SELECT b FROM \"{source}\".public.t WHERE a = @a", client.Connection);
        reader.Parameters.AddWithValue("a", 1);
        await reader.PrepareAsync();
        (await reader.ExecuteScalarAsync()).ShouldBe(2);
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.t")).ShouldBe(["1|2"]);

        await landscape.Cluster.ExecuteAsync("ALTER TABLE t ADD COLUMN c text DEFAULT 'new'; ALTER TABLE t ALTER COLUMN a TYPE bigint", source);
        await client.ExecuteAsync("SET linked_table_max_age = 0");
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.t")).ShouldBe(["1|2|new"]);
        (await client.RowsAsync($"SELECT pg_typeof(a) FROM \"{source}\".public.t")).ShouldBe(["bigint"]);
        (await reader.ExecuteScalarAsync()).ShouldBe(2);

        await landscape.Cluster.ExecuteAsync("ALTER TABLE t DROP COLUMN b", source);
        (await client.FailsAsync($"SELECT b FROM \"{source}\".public.t", "42703")).Position.ShouldBe(8);
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.t")).ShouldBe(["1|new"]);
    }

    [Fact]
    public async Task What_a_source_reports_of_a_three_part_name_is_not_believed_twice()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2)");
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET linked_table_max_age = '1h'");
        var table = $"\"{source}\".public.t";
        (await client.RowsAsync($"SELECT * FROM {table}")).ShouldBe(["1|2"]);

        await landscape.Cluster.ExecuteAsync("ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN c text DEFAULT 'x'", source);
        (await client.RowsAsync($"SELECT a FROM {table}")).ShouldBe(["1"]);
        await client.FailsAsync($"SELECT * FROM {table}", "HV005");
        (await client.RowsAsync($"SELECT * FROM {table}")).ShouldBe(["1|x"]);

        await landscape.Cluster.ExecuteAsync("ALTER TABLE t ALTER COLUMN c DROP DEFAULT, ALTER COLUMN c TYPE bytea USING c::bytea", source);
        await client.FailsAsync($"SELECT * FROM {table}", "HV004");
        (await client.RowsAsync($"SELECT * FROM {table}")).ShouldBe(["1|\\x78"]);

        await landscape.Cluster.ExecuteAsync("DROP TABLE t", source);
        await client.FailsAsync($"SELECT * FROM {table}", "HV00R");
        await landscape.Cluster.ExecuteAsync("CREATE TABLE t (z int)", source);
        (await client.RowsAsync($"SELECT z FROM {table}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_view_keeps_to_the_columns_its_virtual_table_had()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b int, c int); INSERT INTO t VALUES (1, 2, 3)");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");
        await client.ExecuteAsync("CREATE VIEW whole AS SELECT * FROM v; CREATE VIEW part AS SELECT third FROM v AS x (first, second, third); CREATE VIEW none AS SELECT count(*) AS n FROM v");
        await client.ExecuteAsync($"CREATE VIEW linked AS SELECT *, 9 AS nine FROM \"{source}\".public.t");
        await landscape.Cluster.ExecuteAsync("ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN d int DEFAULT 4", source);
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v REFRESH DEFINITION; SET linked_table_max_age = 0");

        (await client.FailsAsync("SELECT * FROM whole", "42P16")).Detail.ShouldNotBeNull().ShouldContain("\"b\"");
        (await client.RowsAsync("SELECT * FROM part")).ShouldBe(["3"]);
        (await client.RowsAsync("SELECT * FROM none")).ShouldBe(["1"]);
        await client.FailsAsync("SELECT * FROM linked", "42P16");
        (await client.RowsAsync("SELECT * FROM v")).ShouldBe(["1|3|4"]);
    }

    [Fact]
    public async Task A_schema_is_imported_whole_or_in_part()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE one (a int); CREATE TABLE two (a int); CREATE TABLE three (a int); CREATE VIEW four AS SELECT 1 AS a");
        await using var client = await landscape.OpenAsync();
        (await ImportAsync("")).ShouldBe("four,one,three,two");
        (await ImportAsync("LIMIT TO (one, two)")).ShouldBe("one,two");
        (await ImportAsync("EXCEPT (one, four)")).ShouldBe("three,two");

        async Task<string> ImportAsync(string filter)
        {
            var schema = await landscape.CreateSchemaAsync();
            await client.ExecuteAsync($"IMPORT FOREIGN SCHEMA public {filter} FROM SERVER \"{source}\" INTO {schema}");
            return await client.TextAsync($"SELECT string_agg(TABLE_NAME, ',' ORDER BY TABLE_NAME) FROM SYS.VIRTUAL_TABLES WHERE SCHEMA_NAME = '{schema}'");
        }
    }

    [Fact]
    public async Task An_import_that_cannot_be_done_whole_is_not_done()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE one (a int); CREATE TABLE two (a int)");
        var schema = await landscape.CreateSchemaAsync();
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"CREATE TABLE {schema}.two (x int)");

        await client.FailsAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER \"{source}\" INTO {schema}", "42P07");
        await client.FailsAsync($"IMPORT FOREIGN SCHEMA public LIMIT TO (nine) FROM SERVER \"{source}\" INTO {schema}", "HV00R");
        await client.FailsAsync($"IMPORT FOREIGN SCHEMA nowhere FROM SERVER \"{source}\" INTO {schema}", "HV00Q");

        (await client.NumberAsync($"SELECT count(*) FROM SYS.VIRTUAL_TABLES WHERE SCHEMA_NAME = '{schema}'")).ShouldBe(0);
    }

    [Fact]
    public async Task Pushdown_off_gives_the_same_answers()
    {
        await using var client = await landscape.OpenAsync();
        string[] queries =
        [
            "SELECT city, count(*), sum(balance), min(since) FROM crm.customers GROUP BY city ORDER BY city NULLS FIRST",
            "SELECT c.name, sum(o.total) FROM crm.customers c JOIN crm.orders o ON o.customer_id = c.id WHERE c.city = 'Rome' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
            "SELECT id FROM crm.orders WHERE note LIKE '%99' ORDER BY total DESC NULLS LAST LIMIT 7 OFFSET 2",
            "SELECT count(*) FROM crm.orders o WHERE EXISTS (SELECT 1 FROM crm.customers c WHERE c.id = o.customer_id AND c.city IS NULL)",
            "SELECT id, lag(total) OVER (PARTITION BY customer_id ORDER BY id) FROM crm.orders WHERE customer_id < 4 ORDER BY id",
            "SELECT city FROM crm.customers EXCEPT SELECT 'Rome' ORDER BY 1",
            "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 5) SELECT n, name FROM up JOIN crm.customers ON id = n ORDER BY n",
        ];
        foreach (var query in queries)
        {
            await client.ExecuteAsync("SET pushdown = on");
            var pushed = await client.RowsAsync(query);
            await client.ExecuteAsync("SET pushdown = off");
            (await client.RowsAsync(query)).ShouldBe(pushed, query);
            pushed.ShouldNotBeEmpty(query);
        }
    }
}
