using FederationGateway.Catalog.Tests.Fixtures;

namespace FederationGateway.Catalog.Tests.Dictionary;

public sealed class InformationSchemaTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Tables_of_every_kind_are_listed()
    {
        var kinds = Rows("tables").ToDictionary(row => $"{row["table_schema"]}.{row["table_name"]}", row => row["table_type"]);
        kinds["sales.orders"].ShouldBe("BASE TABLE");
        kinds["public.customers"].ShouldBe("FOREIGN");
        kinds["public.big"].ShouldBe("VIEW");
        kinds["pg_catalog.pg_class"].ShouldBe("BASE TABLE");
        kinds["SYS.VIRTUAL_TABLES"].ShouldBe("VIEW");
        Rows("schemata").Select(row => row["schema_name"]).ShouldBe(["pg_catalog", "information_schema", "SYS", "public", "sales"], ignoreOrder: true);
    }

    [Fact]
    public void Columns_are_described_as_the_standard_does()
    {
        var columns = Rows("columns").Where(row => (string)row["table_name"]! == "orders").ToDictionary(row => (string)row["column_name"]!);
        columns.Keys.ShouldBe(["id", "Customer Name", "total", "tags"]);
        columns["id"]["data_type"].ShouldBe("bigint");
        columns["id"]["numeric_precision"].ShouldBe(64);
        columns["id"]["is_nullable"].ShouldBe("NO");
        columns["id"]["column_default"].ShouldBe("1");
        columns["Customer Name"]["data_type"].ShouldBe("character varying");
        columns["Customer Name"]["character_maximum_length"].ShouldBe(40);
        columns["Customer Name"]["character_octet_length"].ShouldBe(160);
        (columns["total"]["numeric_precision"], columns["total"]["numeric_scale"], columns["total"]["numeric_precision_radix"]).ShouldBe((15, 2, 10));
        (columns["tags"]["data_type"], columns["tags"]["udt_name"]).ShouldBe(("ARRAY", "_text"));
    }

    [Fact]
    public void Keys_and_NOT_NULL_are_constraints()
    {
        var constraints = Rows("table_constraints").Where(row => (string)row["table_name"]! == "orders").Select(row => (row["constraint_type"], (string)row["constraint_name"]!)).ToList();
        constraints.ShouldContain(("PRIMARY KEY", "orders_pkey"));
        constraints.ShouldContain(("UNIQUE", "orders_Customer Name_total_key"));
        constraints.Count(constraint => constraint.Item2.EndsWith("_not_null", StringComparison.Ordinal)).ShouldBe(2);
        Rows("key_column_usage").Where(row => (string)row["constraint_name"]! == "orders_Customer Name_total_key").Select(row => (row["column_name"], row["ordinal_position"]))
            .ShouldBe([("Customer Name", 1), ("total", 2)]);
        Rows("key_column_usage").ShouldContain(row => (string)row["constraint_name"]! == "pk_customers");
    }

    [Fact]
    public void Sources_are_foreign_servers_without_their_secrets()
    {
        Rows("foreign_servers").Single()["foreign_server_name"].ShouldBe("crm");
        Rows("foreign_server_options").Select(row => (row["option_name"], row["option_value"])).ShouldBe([("host", "db.example")]);
        Rows("foreign_tables").Single()["foreign_table_name"].ShouldBe("customers");
        Rows("view_table_usage").Single()["table_name"].ShouldBe("orders");
    }

    private IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(string name) => ViewRows.Read(_store.Current, "information_schema", name);
}
