using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Introspection;

public class TypeNameTests
{
    private static CatalogFunctions Functions => new(BuiltInCatalog.Snapshot, []);

    [Theory]
    [InlineData(23, null, "integer")]
    [InlineData(23, -1, "integer")]
    [InlineData(1043, null, "character varying")]
    [InlineData(1043, 44, "character varying(40)")]
    [InlineData(1015, 44, "character varying(40)[]")]
    [InlineData(1042, null, "character")]
    [InlineData(1042, -1, "bpchar")]
    [InlineData(1042, 14, "character(10)")]
    [InlineData(1700, 983046, "numeric(15,2)")]
    [InlineData(1700, -1, "numeric")]
    [InlineData(1114, 3, "timestamp(3) without time zone")]
    [InlineData(1184, -1, "timestamp with time zone")]
    [InlineData(18, -1, "\"char\"")]
    [InlineData(1002, -1, "\"char\"[]")]
    [InlineData(19, -1, "name")]
    [InlineData(22, -1, "int2vector")]
    [InlineData(1003, -1, "name[]")]
    [InlineData(0, -1, "-")]
    [InlineData(99999, -1, "???")]
    public void Types_are_spelled_as_PostgreSQL_spells_them(int oid, int? modifier, string expected) => Functions.FormatType((uint)oid, modifier).ShouldBe(expected);

    [Theory]
    [InlineData("integer", 23)]
    [InlineData("int4", 23)]
    [InlineData("_int4", 1007)]
    [InlineData("int[]", 1007)]
    [InlineData("varchar(20)", 1043)]
    [InlineData("varchar(20)[]", 1015)]
    [InlineData("char", 1042)]
    [InlineData("\"char\"", 18)]
    [InlineData("pg_catalog.\"char\"", 18)]
    [InlineData("pg_catalog.int8", 20)]
    [InlineData("timestamp(3) with time zone", 1184)]
    [InlineData("Double  Precision", 701)]
    [InlineData("xid", 28)]
    [InlineData("oidvector", 30)]
    [InlineData("nothing", null)]
    [InlineData("public.int4", null)]
    public void Types_are_found_by_every_spelling(string name, int? oid) => Functions.Find(SqlTypeKind.RegType, name).ShouldBe((uint?)oid);
}
