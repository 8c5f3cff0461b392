using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Objects of any catalog in words, as <c>pg_describe_object</c> says them: <c>column id of table sales.orders</c>.</summary>
internal sealed class ObjectWords(CatalogSnapshot snapshot, EquatableArray<string> searchPath)
{
    private readonly ObjectNames _names = new(snapshot, searchPath);

    /// <param name="catalog">The OID of the catalog that lists the object.</param>
    /// <param name="column">From 1; 0 for the object itself.</param>
    public string? Of(uint catalog, uint oid, int column) => CatalogName(catalog) switch
    {
        "pg_class" => Relation(oid, column),
        "pg_namespace" => With("schema", _names.Of(SqlTypeKind.RegNamespace, oid)),
        "pg_type" => With("type", _names.Of(SqlTypeKind.RegType, oid)),
        "pg_proc" => Function(oid),
        "pg_authid" => With("role", _names.Of(SqlTypeKind.RegRole, oid)),
        "pg_constraint" => Constraint(oid),
        "pg_foreign_server" => With("server", snapshot.Sources.Values.FirstOrDefault(source => source.Oid == oid)?.Name),
        _ => null,
    };

    private string? CatalogName(uint oid) => snapshot.RelationsByOid.GetValueOrDefault(oid) is { Schema: BuiltInCatalog.PgCatalog } relation ? relation.Name : null;

    private string? Relation(uint oid, int column)
    {
        if (_names.Of(SqlTypeKind.RegClass, oid) is not { } name) return null;
        if (snapshot.RelationsByOid.GetValueOrDefault(oid) is not { } relation) return column == 0 ? $"index {name}" : null;
        var words = $"{KindOf(relation)} {name}";
        if (column == 0) return words;
        return column > 0 && column <= relation.Columns.Count ? $"column {SqlNames.Quote(relation.Columns[column - 1].Name)} of {words}" : null;
    }

    private string? Constraint(uint oid)
    {
        var (table, name) = DerivedOids.KeyConstraint(oid) is var (keyTable, number)
            ? (keyTable, RelationKey.Find(snapshot, keyTable, number)?.Name)
            : DerivedOids.Check(oid) is var (checkTable, check) && snapshot.RelationsByOid.GetValueOrDefault(checkTable) is { } found
                ? (checkTable, Relations.ChecksOf(found).ElementAtOrDefault(check)?.Name)
                : (0L, null);
        return name is null ? null : $"constraint {SqlNames.Quote(name)} on {Relation((uint)table, 0)}";
    }

    private static string? Function(uint oid) => FunctionRows.ByOid.GetValueOrDefault((int)oid) is { } function
        ? $"function {SqlNames.Quote(function.Name)}({string.Join(',', function.Arguments.Select(type => TypeSpelling.Of((uint)type, modifier: null) ?? "???"))})"
        : null;

    private static string KindOf(RelationEntry relation) => Relations.KindOf(relation) switch { 'v' => "view", 'f' => "foreign table", 'S' => "sequence", _ => "table" };

    private static string? With(string kind, string? name) => name is null ? null : $"{kind} {name}";
}
