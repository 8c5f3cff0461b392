using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Whether objects are found by their bare names along a search path.</summary>
internal sealed class ObjectVisibility(CatalogSnapshot snapshot, EquatableArray<string> searchPath)
{
    private static readonly string[] WithSystem = [BuiltInCatalog.PgCatalog];

    /// <summary>The schemas looked in, in order.</summary>
    public IEnumerable<string> Path => searchPath.Contains(BuiltInCatalog.PgCatalog) ? searchPath : WithSystem.Concat(searchPath);

    public bool? Of(string kind, uint oid) => kind switch
    {
        "table" when snapshot.RelationsByOid.GetValueOrDefault(oid) is { } relation => IsVisible(relation),
        "table" => RelationKey.Find(snapshot, oid) is { } key ? IsSchemaVisible(key.Relation.Schema) : null,
        "type" => TypeRows.ByOid.ContainsKey((int)oid) ? true : null,
        "function" when snapshot.Procedures.GetValueOrDefault(oid) is { } procedure =>
            Path.Select(schema => snapshot.Procedures.Values.FirstOrDefault(other => other.Schema == schema && other.Name == procedure.Name)).FirstOrDefault(found => found is not null)?.Oid == oid,
        "function" => FunctionRows.ByOid.ContainsKey((int)oid) ? true : null,
        "collation" => oid is 100 or 950 or 951 ? true : null,
        "opclass" => OperatorClassRows.All.Any(row => row.Oid == oid) ? true : null,
        _ => null,
    };

    /// <summary>True when no schema earlier in the path has a relation of that name.</summary>
    public bool IsVisible(RelationEntry relation)
    {
        foreach (var schema in Path)
            if (snapshot.Relations.GetValueOrDefault(schema)?.FindExact(relation.Name) is { } found) return found.Oid == relation.Oid;
        return false;
    }

    public bool IsSchemaVisible(string schema) => Path.Contains(schema);
}
