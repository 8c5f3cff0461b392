using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Introspection;

public sealed class CatalogFunctionsTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Relations_are_named_as_the_search_path_needs()
    {
        var orders = (uint)_store.Current.FindRelation("sales", "orders")!.Oid;
        Functions("public").NameOf(SqlTypeKind.RegClass, orders).ShouldBe("sales.orders");
        Functions("public", "sales").NameOf(SqlTypeKind.RegClass, orders).ShouldBe("orders");
        Functions().NameOf(SqlTypeKind.RegClass, 1259).ShouldBe("pg_class");
        Functions().NameOf(SqlTypeKind.RegClass, 13105).ShouldBe("\"SYS\".\"REMOTE_SOURCES\"");
        Functions().NameOf(SqlTypeKind.RegClass, 99999).ShouldBeNull();
    }

    [Fact]
    public void Relations_and_indexes_are_found_by_qualified_and_quoted_names()
    {
        var orders = (uint)_store.Current.FindRelation("sales", "orders")!.Oid;
        Functions().Find(SqlTypeKind.RegClass, "sales.orders").ShouldBe(orders);
        Functions().Find(SqlTypeKind.RegClass, "gateway.sales.orders").ShouldBe(orders);
        Functions("sales").Find(SqlTypeKind.RegClass, "\"orders\"").ShouldBe(orders);
        Functions().Find(SqlTypeKind.RegClass, "orders").ShouldBeNull();
        Functions().Find(SqlTypeKind.RegClass, "pg_catalog.pg_class").ShouldBe(1259u);
        var index = Functions().Find(SqlTypeKind.RegClass, "sales.orders_pkey").ShouldNotBeNull();
        Functions().NameOf(SqlTypeKind.RegClass, index).ShouldBe("sales.orders_pkey");
        Functions().DefinitionOf("pg_get_indexdef", index, 0).ShouldBe("CREATE UNIQUE INDEX orders_pkey ON sales.orders USING btree (id)");
        Should.Throw<GatewayException>(() => Functions().Find(SqlTypeKind.RegClass, "a.\"b")).State.ShouldBe(SqlState.InvalidName);
    }

    [Fact]
    public void A_relation_is_hidden_by_one_of_its_name_earlier_in_the_path()
    {
        _store.Change(change => Catalog.Changes.LocalTables.Create(change, "public", "orders", [new Catalog.Changes.NewColumn("a", SqlType.Int4)], [], "admin"));
        var orders = (uint)_store.Current.FindRelation("sales", "orders")!.Oid;
        Functions("sales", "public").IsVisible("table", orders).ShouldBe(true);
        Functions("public", "sales").IsVisible("table", orders).ShouldBe(false);
        Functions("public").IsVisible("table", orders).ShouldBe(false);
        Functions().IsVisible("table", 1259).ShouldBe(true);
        Functions().IsVisible("table", 13105).ShouldBe(false);
        Functions().IsVisible("table", 99999).ShouldBeNull();
        Functions().IsVisible("type", 23).ShouldBe(true);
    }

    [Fact]
    public void Functions_schemas_and_roles_have_numbers_too()
    {
        Functions().Find(SqlTypeKind.RegProc, "pg_catalog.array_in").ShouldBe(750u);
        Functions().NameOf(SqlTypeKind.RegProc, 2400).ShouldBe("array_recv");
        Functions().Find(SqlTypeKind.RegNamespace, "pg_catalog").ShouldBe(11u);
        Functions().NameOf(SqlTypeKind.RegNamespace, 13001).ShouldBe("\"SYS\"");
        var admin = Functions().Find(SqlTypeKind.RegRole, "admin").ShouldNotBeNull();
        Functions().UserNameOf(admin).ShouldBe("admin");
        Functions().UserNameOf(3375).ShouldBe("pg_read_all_stats");
        Functions().HasPrivilege("role", "admin", "pg_read_all_stats", "MEMBER").ShouldBe(true);
        Functions().UserNameOf(4711).ShouldBe("unknown (OID=4711)");
    }

    [Fact]
    public void Definitions_of_constraints_views_and_rules_are_SQL()
    {
        var constraints = ViewRows.Read(_store.Current, "pg_catalog", "pg_constraint").ToDictionary(row => (string)row["conname"]!, row => Convert.ToUInt32(row["oid"]));
        Functions().DefinitionOf("pg_get_constraintdef", constraints["orders_pkey"], 0).ShouldBe("PRIMARY KEY (id)");
        Functions().DefinitionOf("pg_get_constraintdef", constraints["orders_Customer Name_total_key"], 0).ShouldBe("UNIQUE (\"Customer Name\", total)");
        var view = (uint)_store.Current.FindRelation("public", "big")!.Oid;
        Functions().DefinitionOf("pg_get_viewdef", view, 0).ShouldBe("SELECT id FROM sales.orders WHERE total > 100;");
        Functions().DefinitionOf("pg_get_function_arguments", 750, 0).ShouldBe("cstring, oid, integer");
        Functions().DefinitionOf("pg_get_viewdef", 1, 0).ShouldBeNull();
    }

    [Fact]
    public void Comments_are_found_by_object_and_column()
    {
        var orders = (uint)_store.Current.FindRelation("sales", "orders")!.Oid;
        Functions().DescriptionOf(orders, "pg_class", 0).ShouldBe("each order");
        Functions().DescriptionOf(orders, "", 0).ShouldBe("each order");
        Functions().DescriptionOf(orders, "pg_class", 2).ShouldBe("who");
        Functions().DescriptionOf(orders, "pg_type", 0).ShouldBeNull();
        Functions().DescriptionOf((uint)_store.Current.FindSchema("sales")!.Oid, "pg_namespace", 0).ShouldBe("the orders");
    }

    [Fact]
    public void Privileges_are_what_was_granted_and_system_relations_are_not_written_to()
    {
        Functions().HasPrivilege("table", "admin", "sales.orders", "INSERT").ShouldBe(true);
        Functions().HasPrivilege("table", "admin", "pg_class", "SELECT").ShouldBe(true);
        Functions().HasPrivilege("table", "admin", "pg_class", "INSERT").ShouldBe(false);
        Functions().HasPrivilege("schema", "admin", "sales", "usage, create with grant option").ShouldBe(true);
        Functions().HasPrivilege("table", "admin", "4711", "SELECT").ShouldBeNull();
        Should.Throw<GatewayException>(() => Functions().HasPrivilege("table", "admin", "nowhere", "SELECT")).State.ShouldBe(SqlState.UndefinedTable);
        Should.Throw<GatewayException>(() => Functions().HasPrivilege("table", "nobody", "pg_class", "SELECT")).State.ShouldBe(SqlState.UndefinedObject);
        Should.Throw<GatewayException>(() => Functions().HasPrivilege("table", "admin", "pg_class", "EAT")).State.ShouldBe(SqlState.InvalidParameterValue);
    }

    private CatalogFunctions Functions(params string[] path) => new(_store.Current, [.. path]);
}
