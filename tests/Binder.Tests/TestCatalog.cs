using System.Collections.Immutable;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests;

/// <summary>A small catalog made by hand: local tables, a virtual table from a source that folds to upper case, views, a system view.</summary>
internal static class TestCatalog
{
    private static long s_nextOid = 20_000;

    public static CatalogSnapshot Snapshot { get; } = Build();

    private static CatalogSnapshot Build()
    {
        var snapshot = CatalogSnapshot.Empty;
        foreach (var schema in new[] { "public", "crm", "pg_catalog", "information_schema" }) snapshot = snapshot.With(new SchemaEntry(NextOid(), schema));
        snapshot = snapshot
            .With(Local("public", "t", ["a int4!", "b text!", "c numeric(10,2)", "d date"], [0]))
            .With(Local("public", "u", ["a int4", "x int8", "y text"], null))
            .With(Local("public", "w", ["id int4!", "name varchar(5)", "code char(3)", "n int4 = 7", "at timestamptz", "js json"], [0]))
            .With(Local("crm", "t", ["a int4", "z text"], null))
            .With(Virtual("crm", "INVOICES", ["ID int4!", "TOTAL numeric(15,2)", "NOTE text"]))
            .With(Virtual("crm", "parts", ["id int4!", "place text!", "amount int4", "note varchar(5)"], [0, 1]))
            .With(View("public", "v", "SELECT a, b AS label FROM t WHERE a > 1", ["a int4", "label text"]))
            .With(View("public", "v2", "SELECT v.label, count(*) AS n FROM v GROUP BY v.label", ["label text", "n int8"]))
            .With(View("public", "loop", "SELECT * FROM loop", ["a int4"]))
            .With(System("pg_catalog", "pg_class", ["oid oid!", "relname name!", "relnamespace oid!"]));
        foreach (var table in TpchTables.All) snapshot = snapshot.With(Local("public", table.Key, table.Value, [0]));
        snapshot = snapshot.With(new RemoteSourceEntry(NextOid(), "Lake", "file", [], [], 1, false));
        return snapshot with { LinkedTables = snapshot.LinkedTables.Add(new LinkedTableName("Lake", "main", "events"), Virtual("main", "events", ["id int8", "kind text"])) };
    }

    private static LocalTableEntry Local(string schema, string name, string[] columns, int[]? key) =>
        new(NextOid(), schema, name, Handle(TableHandle.LocalSource, schema, name, columns, key));

    private static VirtualTableEntry Virtual(string schema, string name, string[] columns, int[]? key = null) =>
        new(NextOid(), schema, name, "hana", new RemoteObjectName(null, schema, name), Handle("hana", schema, name, columns, key));

    private static SystemViewEntry System(string schema, string name, string[] columns) =>
        new(NextOid(), schema, name, Handle(TableHandle.SystemSource, schema, name, columns, null));

    private static ViewEntry View(string schema, string name, string sql, string[] columns) =>
        new(NextOid(), schema, name, sql, ["public"], columns.Select(Column).ToEquatableArray());

    private static TableHandle Handle(string source, string schema, string name, string[] columns, int[]? key) =>
        new(source, [schema, name], $"{schema}.{name}", columns.Select(Column).ToEquatableArray(), key is null ? [] : [new TableKey(true, key.ToEquatableArray())]);

    // "name type! = default": the mark says NOT NULL.
    private static TableColumn Column(string text)
    {
        var parts = text.Split(" = ");
        var words = parts[0].Split(' ', 2);
        var type = words[1].TrimEnd('!');
        return new TableColumn(words[0], words[0], Type(type), !words[1].EndsWith('!'), DefaultExpression: parts.Length > 1 ? parts[1] : null);
    }

    private static SqlType Type(string name) => name switch
    {
        "numeric(10,2)" => SqlType.Numeric(10, 2),
        "numeric(15,2)" => SqlType.Numeric(15, 2),
        "varchar(5)" => SqlType.VarChar(5),
        "char(3)" => SqlType.BpChar(3),
        _ => new SqlType(SqlTypeNames.Parse(name)!.Value),
    };

    private static long NextOid() => Interlocked.Increment(ref s_nextOid);
}
