using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>Questions drivers put to the catalog, in the shapes they put them.</summary>
public sealed class DriverQueryTests(Landscape landscape)
{
    /// <summary>JDBC's getPrimaryKeys expands the index's column numbers to rows of number and place, and takes both apart outside the subquery.</summary>
    [Fact]
    public async Task Primary_keys_are_found_in_the_keys_order()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, b int, c text, PRIMARY KEY (b, a))");

        (await client.RowsAsync(
            """
            SELECT k.column_name, k.key_seq, k.pk_name
            FROM (
                SELECT a.attname AS column_name, a.attnum AS number, i.relname AS pk_name,
                       (information_schema._pg_expandarray(x.indkey)).n AS key_seq, information_schema._pg_expandarray(x.indkey) AS keys
                FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                JOIN pg_catalog.pg_index x ON x.indrelid = c.oid
                JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                WHERE c.oid = 't'::regclass AND x.indisprimary
            ) AS k
            WHERE k.number = (k.keys).x
            ORDER BY k.pk_name, k.key_seq
            """)).ShouldBe(["b|1|t_pkey", "a|2|t_pkey"]);
    }

    [Fact]
    public async Task A_table_knows_its_own_oid()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT DISTINCT tableoid::regclass::text FROM crm.customers")).ShouldBe(["crm.customers"]);
        (await client.RowsAsync("SELECT count(*) FROM crm.customers c WHERE c.tableoid = 'crm.customers'::regclass")).ShouldBe([$"{SampleTables.Customers}"]);
        (await client.RowsAsync("SELECT c.id, c.tableoid::regclass::text FROM (VALUES (1), (-1)) o (id) LEFT JOIN crm.customers c ON c.id = o.id ORDER BY 1")).ShouldBe(["1|crm.customers", "|"]);
        (await client.RowsAsync("SELECT d.objid, d.tableoid FROM (VALUES (1)) o (id) LEFT JOIN pg_catalog.pg_depend d ON d.objid = 0")).ShouldBe(["|"]);
        await client.FailsAsync("SELECT s.tableoid FROM crm.orders o LEFT JOIN sys.m_statements s ON s.user_name = '?'", "0A000");
    }

    /// <summary>Reflection joins the columns of an index by its array of numbers, in an outer join of catalogs.</summary>
    [Fact]
    public async Task Columns_of_indexes_are_found_by_arrays_of_numbers()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, b int, c text, PRIMARY KEY (c, a))");

        (await client.RowsAsync(
            """
            SELECT i.relname, a.attname, k.conname
            FROM pg_class t
            JOIN pg_index x ON x.indrelid = t.oid
            JOIN pg_class i ON i.oid = x.indexrelid
            LEFT OUTER JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)
            LEFT OUTER JOIN pg_constraint k ON k.conindid = i.oid AND k.contype IN ('p', 'u')
            WHERE t.oid = 't'::regclass
            ORDER BY a.attnum
            """)).ShouldBe(["t_pkey|a|t_pkey", "t_pkey|c|t_pkey"]);
    }

    [Fact]
    public async Task Objects_are_told_in_words()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int PRIMARY KEY, b int); CREATE VIEW v AS SELECT a FROM t");

        (await client.RowsAsync("SELECT pg_describe_object('pg_class'::regclass, c.oid, n) FROM pg_class c, generate_series(0, 1) n WHERE relname IN ('t', 'v', 't_pkey') AND relnamespace = current_schema()::regnamespace ORDER BY 1"))
            .ShouldBe(["", "column a of table t", "column a of view v", "index t_pkey", "table t", "view v"], ignoreOrder: true);
        (await client.RowsAsync("SELECT pg_describe_object('pg_constraint'::regclass, oid, 0) FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY 1"))
            .ShouldBe(["constraint t_pkey on table t"]);
        (await client.RowsAsync(
            """
            SELECT pg_describe_object('pg_type'::regclass, 'int'::regtype, 0), pg_describe_object('pg_namespace'::regclass, 'crm'::regnamespace, 0),
                   pg_describe_object('pg_proc'::regclass, 'byteaout'::regproc, 0), pg_describe_object('pg_class'::regclass, 'crm.orders'::regclass, 0), pg_describe_object(0, 0, 0)
            """)).ShouldBe(["type integer|schema crm|function byteaout(bytea)|foreign table crm.orders|"]);
    }

    /// <summary>Drivers split the columns of a key at blanks.</summary>
    [Fact]
    public async Task Vectors_print_without_braces()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, b int, c text, PRIMARY KEY (c, a))");
        const string Columns = "SELECT indkey, indkey::varchar, indkey::int2[], array_length(indkey, 1), array_to_string(indkey, ','), 1 = ANY (indkey) FROM pg_index WHERE indrelid = 't'::regclass";

        (await client.RowsAsync(Columns)).ShouldBe(["3 1|3 1|{3,1}|2|3,1|t"]);
        (await client.RowsAsync("SELECT DISTINCT k FROM (SELECT indkey AS k FROM pg_index WHERE indrelid = 't'::regclass UNION ALL SELECT indkey FROM pg_index WHERE indrelid = 't'::regclass) q")).ShouldBe(["3 1"]);
        await using var command = new NpgsqlCommand(Columns, client.Connection);
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        reader.GetFieldValue<short[]>(0).ShouldBe([3, 1]);
        reader.GetDataTypeName(0).ShouldBe("int2vector");
    }

    /// <summary>pg_dump tells array types by the first character of their names.</summary>
    [Fact]
    public async Task Names_have_characters()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT typname[0], pg_typeof(typname[0])::text, typname[-1] IS NULL, typname[64] IS NULL, typname[60] = '' FROM pg_type WHERE oid = 1007")).ShouldBe(["_|\"char\"|t|t|t"]);
    }

    [Fact]
    public async Task There_are_no_partitions()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT count(*) FROM pg_class c, LATERAL pg_partition_tree(c.oid)")).ShouldBe(["0"]);
        (await client.RowsAsync("SELECT pg_partition_root('crm.orders'), (SELECT count(*) FROM pg_partition_ancestors('crm.orders'))")).ShouldBe(["|0"]);
    }
}
