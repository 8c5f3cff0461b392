using System.Data;
using Npgsql;

namespace FederationGateway.Clients.Tests;

/// <summary>Npgsql's and ADO.NET's own way to ask what is there: GetSchema for every collection, the schema of a result.</summary>
public sealed class NpgsqlSchemaTests(ClientLandscape landscape)
{
    [Fact]
    public async Task Every_collection_can_be_read()
    {
        await using var connection = await landscape.OpenAsync();
        var collections = connection.GetSchema().Rows.Cast<DataRow>().Select(row => (string)row["CollectionName"]).ToList();
        collections.Count.ShouldBeGreaterThan(10);

        foreach (var collection in collections) connection.GetSchema(collection).ShouldNotBeNull(collection);
    }

    [Fact]
    public async Task Tables_columns_and_keys_are_listed()
    {
        await using var connection = await landscape.OpenAsync();

        Names(connection.GetSchema("Tables", [null, "crm"]), "table_name").ShouldContain("customers");
        Names(connection.GetSchema("Columns", [null, "crm", "customers"]), "column_name").ShouldBe(["id", "name", "city"], ignoreOrder: true);
        Names(connection.GetSchema("Views", [null, "crm"]), "table_name").ShouldBe(["parisians"]);
        Names(connection.GetSchema("Constraints", [null, "crm", "customers"]), "constraint_name").ShouldContain("customers_pkey");
    }

    [Fact]
    public async Task A_results_columns_are_described()
    {
        await using var connection = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id, name, city, 1.5::numeric(10,2) AS price FROM crm.customers", connection);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly);

        var columns = await reader.GetColumnSchemaAsync();

        columns.Select(column => (column.ColumnName, column.DataType?.Name, column.DataTypeName, column.ColumnSize, column.NumericPrecision)).ShouldBe(
            [("id", "Int32", "integer", null, null), ("name", "String", "text", null, null), ("city", "String", "character varying", 20, null), ("price", "Decimal", "numeric", null, 10)]);
    }

    private static List<string> Names(DataTable table, string column) => [.. table.Rows.Cast<DataRow>().Select(row => (string)row[column])];
}
