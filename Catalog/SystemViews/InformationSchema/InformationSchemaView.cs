namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>A view of <c>information_schema</c>, whose names and texts are the SQL standard's.</summary>
internal abstract class InformationSchemaView(string name, long oid, string columns, bool isTable = false) : StandardRelation(BuiltInCatalog.InformationSchema, name, oid, columns, isTable)
{
    /// <summary>The only catalog there is.</summary>
    protected const string Catalog = BuiltInCatalog.DatabaseName;

    /// <summary>A row of a wide view, by the columns that say something; the others are null.</summary>
    protected object?[] Row(Dictionary<string, object?> values) => [.. Handle.Columns.Select(column => values.GetValueOrDefault(column.Name))];

    protected static string YesOrNo(bool value) => value ? "YES" : "NO";
}
