using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Dictionary;

public sealed class PgCatalogTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Relations_have_PostgreSQLs_kinds()
    {
        var kinds = Rows("pg_class").ToDictionary(row => ((string)row["relname"]!, Number(row["relnamespace"])), row => row["relkind"]!.ToString());
        long Schema(string name) => _store.Current.FindSchema(name)!.Oid;
        kinds[("orders", Schema("sales"))].ShouldBe("r");
        kinds[("customers", Schema("public"))].ShouldBe("f");
        kinds[("big", Schema("public"))].ShouldBe("v");
        kinds[("orders_pkey", Schema("sales"))].ShouldBe("i");
        kinds[("pg_type", 11)].ShouldBe("r");
        kinds[("pg_tables", 11)].ShouldBe("v");
        kinds[("columns", Schema("information_schema"))].ShouldBe("v");
    }

    [Fact]
    public void Attributes_carry_type_modifier_and_nullability()
    {
        var orders = _store.Current.FindRelation("sales", "orders")!.Oid;
        var columns = Rows("pg_attribute").Where(row => Number(row["attrelid"]) == orders).ToDictionary(row => (string)row["attname"]!);
        (Number(columns["total"]["atttypid"]), Number(columns["total"]["atttypmod"]), columns["total"]["attnotnull"]).ShouldBe((1700L, 983046L, true));
        (Number(columns["tags"]["atttypid"]), Number(columns["tags"]["attndims"])).ShouldBe((1009L, 1L));
        columns["id"]["atthasdef"].ShouldBe(true);
        Rows("pg_attrdef").Single()["adbin"].ShouldBe("1");
        Rows("pg_attribute").Single(row => (string)row["attname"]! == "id" && row["attfdwoptions"] is not null)["attfdwoptions"].ShouldBe(new[] { "column_name=ID" });
    }

    [Fact]
    public void Every_type_of_the_gateway_and_its_array_are_types_here()
    {
        var types = Rows("pg_type").ToDictionary(row => Number(row["oid"]));
        foreach (var kind in Enum.GetValues<SqlTypeKind>())
        {
            if (kind is SqlTypeKind.Array) continue;
            types[new SqlType(kind).TypeOid]["typname"].ShouldBe(kind == SqlTypeKind.InternalChar ? "char" : SqlTypeNames.Internal(kind));
            if (SqlType.ArrayOf(kind).TypeOid is var array and not 2277) Number(types[array]["typelem"]).ShouldBe(new SqlType(kind).TypeOid);
        }

        types[1007]["typname"].ShouldBe("_int4");
        Number(types[23]["typarray"]).ShouldBe(1007);
        Number(types[1007]["typreceive"]).ShouldBe(2400);
    }

    [Fact]
    public void Every_function_a_type_names_is_there()
    {
        var functions = Rows("pg_proc").Select(row => Number(row["oid"])).ToHashSet();
        foreach (var type in Rows("pg_type"))
            foreach (var column in (string[])["typinput", "typoutput", "typreceive", "typsend", "typmodin", "typmodout", "typanalyze", "typsubscript"])
                (Number(type[column]) == 0 || functions.Contains(Number(type[column]))).ShouldBeTrue($"{type["typname"]} {column}");
    }

    [Fact]
    public void Keys_are_indexes_and_constraints_with_numbers_of_their_own()
    {
        var oids = Rows("pg_class").Concat(Rows("pg_constraint")).Concat(Rows("pg_attrdef")).Concat(Rows("pg_rewrite")).Concat(Rows("pg_foreign_data_wrapper")).Select(row => Number(row["oid"])).ToList();
        oids.ShouldBeUnique();
        oids.ShouldAllBe(oid => oid > 0 && oid <= int.MaxValue);
        var constraint = Rows("pg_constraint").Single(row => (string)row["conname"]! == "orders_pkey");
        Rows("pg_index").Single(row => Number(row["indexrelid"]) == Number(constraint["conindid"]))["indkey"].ShouldBe(new short[] { 1 });
        constraint["conkey"].ShouldBe(new short[] { 1 });
    }

    [Fact]
    public void Views_depend_on_what_they_read()
    {
        var view = _store.Current.FindRelation("public", "big")!.Oid;
        var rule = Rows("pg_rewrite").Single(row => Number(row["ev_class"]) == view);
        Rows("pg_depend").ShouldContain(row => Number(row["objid"]) == Number(rule["oid"]) && Number(row["refobjid"]) == _store.Current.FindRelation("sales", "orders")!.Oid && (string)row["deptype"]! == "n");
    }

    [Fact]
    public void Sources_are_foreign_servers_of_their_adapter()
    {
        var server = Rows("pg_foreign_server").Single();
        server["srvoptions"].ShouldBe(new[] { "host=db.example" });
        Number(server["srvfdw"]).ShouldBe(Number(Rows("pg_foreign_data_wrapper").Single()["oid"]));
        var table = Rows("pg_foreign_table").Single();
        (Number(table["ftserver"]), table["ftoptions"]).ShouldBe((Number(server["oid"]), table["ftoptions"]));
        table["ftoptions"].ShouldBe(new[] { "database=crm", "schema_name=dbo", "table_name=Customers" });
        Rows("pg_user_mappings").Single()["umoptions"].ShouldBeNull();
    }

    [Fact]
    public void Comments_and_statistics_are_shown()
    {
        Rows("pg_description").Select(row => row["description"]).ShouldBe(["the orders", "each order", "who", "people who bought", "For tests of the catalog."], ignoreOrder: true);
        var customers = Rows("pg_class").Single(row => (string)row["relname"]! == "customers");
        (customers["reltuples"], customers["relpages"]).ShouldBe((1200d, 10));
        Rows("pg_stats").Single()["n_distinct"].ShouldBe(90d);
    }

    private IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(string name) => ViewRows.Read(_store.Current, "pg_catalog", name);

    private static long Number(object? value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
}
