using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Local;

/// <summary>Tables that live in the gateway: definition, change, keys, defaults.</summary>
public sealed class TableTests(Landscape landscape)
{
    [Fact]
    public async Task Rows_are_inserted_updated_and_deleted()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL DEFAULT 'none', price numeric(10,2))");
        (await client.ExecuteAsync("INSERT INTO t (id, price) VALUES (1, 1.005), (2, NULL)")).ShouldBe(2);
        (await client.ExecuteAsync("INSERT INTO t SELECT id, name, balance FROM crm.customers WHERE id BETWEEN 10 AND 12")).ShouldBe(3);
        (await client.ExecuteAsync("UPDATE t SET name = upper(name), price = coalesce(price, 0) + 1 WHERE id < 11")).ShouldBe(3);
        (await client.ExecuteAsync("DELETE FROM t WHERE id = 12")).ShouldBe(1);

        (await client.RowsAsync("SELECT * FROM t ORDER BY id")).ShouldBe(["1|NONE|2.01", "2|NONE|1.00", "10|CUSTOMER 10|16.00", "11|Customer 11|16.50"]);
        await client.ExecuteAsync("TRUNCATE t");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task Returning_gives_back_what_was_written()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int, name text DEFAULT 'none')");
        (await client.RowsAsync("INSERT INTO t (id) VALUES (1), (2) RETURNING id, name")).ShouldBe(["1|none", "2|none"]);
        (await client.RowsAsync("UPDATE t SET name = 'new' WHERE id = 2 RETURNING *")).ShouldBe(["2|new"]);
        (await client.RowsAsync("DELETE FROM t RETURNING id + 10 AS n")).Order().ShouldBe(["11", "12"]);
    }

    [Theory]
    [InlineData("INSERT INTO keyed VALUES (1, 'x: 1, c2: 2', 4)", "Key (id, name)=(1, x: 1, c2: 2) already exists.")]
    [InlineData("INSERT INTO single VALUES (5), (5)", "Key (id)=(5) already exists.")]
    [InlineData("INSERT INTO keyed VALUES (9, 'z', 3)", "Key (other)=(3) already exists.")]
    [InlineData("UPDATE keyed SET other = 3 WHERE id = 5", "Key (other)=(3) already exists.")]
    public async Task A_key_that_is_taken_is_told_in_PostgreSQLs_words(string sql, string detail)
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE keyed (id int, name text, other int UNIQUE, PRIMARY KEY (id, name)); INSERT INTO keyed VALUES (1, 'x: 1, c2: 2', 3), (5, 'five', 6); CREATE TABLE single (id int PRIMARY KEY)");

        (await client.FailsAsync(sql, "23505")).Detail.ShouldBe(detail);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1, 'again')", "23505")]
    [InlineData("INSERT INTO t VALUES (NULL, 'x')", "23502")]
    [InlineData("INSERT INTO t VALUES (2, NULL)", "23502")]
    [InlineData("UPDATE t SET name = NULL", "23502")]
    [InlineData("INSERT INTO t VALUES (2, 'x', 3)", "42601")]
    [InlineData("INSERT INTO t (id, nothing) VALUES (2, 'x')", "42703")]
    [InlineData("INSERT INTO t VALUES ('two', 'x')", "22P02")]
    [InlineData("INSERT INTO t VALUES (3000000000, 'x')", "22003")]
    [InlineData("UPDATE t SET id = 'x'", "22P02")]
    [InlineData("INSERT INTO t VALUES (2, 'longer than ten')", "22001")]
    [InlineData("CREATE TABLE t (a int)", "42P07")]
    [InlineData("CREATE TABLE u (a int, a int)", "42701")]
    [InlineData("CREATE TABLE u (a nothing)", "42704")]
    [InlineData("CREATE TABLE nowhere.u (a int)", "3F000")]
    [InlineData("DROP TABLE u", "42P01")]
    [InlineData("CREATE SCHEMA crm", "42P06")]
    public async Task Wrong_changes_are_refused_and_change_nothing(string sql, string sqlState)
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, name varchar(10) NOT NULL); INSERT INTO t VALUES (1, 'one')");

        await client.FailsAsync(sql, sqlState);

        (await client.RowsAsync("SELECT * FROM t")).ShouldBe(["1|one"]);
    }

    [Fact]
    public async Task CREATE_TABLE_AS_takes_names_types_and_rows()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t AS SELECT city AS town, count(*) AS n, sum(balance) AS total FROM crm.customers GROUP BY 1");

        (await client.RowsAsync("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 't' ORDER BY ordinal_position"))
            .ShouldBe(["town|text", "n|bigint", "total|numeric"]);
        (await client.RowsAsync("SELECT * FROM t ORDER BY town NULLS LAST")).ShouldBe(["Berlin|250|188250.00", "Paris|250|187125.00", "Rome|250|187500.00", "|250|187875.00"]);

        // What fails while rows are made leaves no table behind.
        await client.FailsAsync("CREATE TABLE broken AS SELECT 1 / (id - id) AS x FROM crm.customers", "22012");
        await client.FailsAsync("SELECT * FROM broken", "42P01");
        await client.ExecuteAsync("CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS x");
        client.Notices.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Tables_change_their_shape()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        await client.ExecuteAsync("ALTER TABLE t ADD COLUMN b text DEFAULT 'new'");
        await client.ExecuteAsync("ALTER TABLE t RENAME COLUMN a TO id");
        await client.ExecuteAsync("ALTER TABLE t RENAME TO u");
        (await client.RowsAsync("SELECT id, b FROM u")).ShouldBe(["1|new"]);
        await client.ExecuteAsync("ALTER TABLE u DROP COLUMN b");
        (await client.RowsAsync("SELECT * FROM u")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Local_and_virtual_tables_join()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE wanted (id int); INSERT INTO wanted VALUES (3), (5), (5000)");

        (await client.RowsAsync("SELECT w.id, c.name FROM wanted w LEFT JOIN crm.customers c USING (id) ORDER BY 1")).ShouldBe(["3|Customer 3", "5|Customer 5", "5000|"]);
        (await client.RowsAsync("SELECT id FROM crm.customers WHERE id IN (SELECT id FROM wanted) ORDER BY 1")).ShouldBe(["3", "5"]);
    }

    [Fact]
    public async Task A_schema_drops_with_all_it_holds_only_by_CASCADE()
    {
        var schema = await landscape.CreateSchemaAsync();
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"CREATE TABLE {schema}.t (a int); CREATE VIEW {schema}.v AS SELECT a FROM {schema}.t");

        await client.FailsAsync($"DROP SCHEMA {schema}", "2BP01");
        await client.ExecuteAsync($"DROP SCHEMA {schema} CASCADE");

        await client.FailsAsync($"SELECT * FROM {schema}.t", "42P01");
        await client.FailsAsync($"DROP SCHEMA {schema}", "3F000");
    }
}
