using FederationGateway.EndToEnd.Support;

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
        await client.FailsAsync("SELECT c.tableoid FROM crm.orders o LEFT JOIN crm.customers c ON c.id = o.customer_id", "0A000");
    }
}
