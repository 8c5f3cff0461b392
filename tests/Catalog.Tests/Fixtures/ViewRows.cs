using FederationGateway.Catalog.SystemViews;

namespace FederationGateway.Catalog.Tests.Fixtures;

/// <summary>Rows of dictionary views, columns by name.</summary>
internal static class ViewRows
{
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Read(CatalogSnapshot snapshot, string schema, string name)
    {
        var relation = snapshot.FindRelation(schema, name) ?? throw new ArgumentException($"there is no {schema}.{name}", nameof(name));
        return
        [
            .. SystemViewTable.Find(relation.Oid).Rows(Context(snapshot))
                .Select(row => row.Select((value, index) => (relation.Columns[index].Name, Value: value)).ToDictionary(pair => pair.Name, pair => pair.Value)),
        ];
    }

    public static SystemViewContext Context(CatalogSnapshot snapshot) => new(snapshot, "admin", 42, new SampleRuntime());
}
