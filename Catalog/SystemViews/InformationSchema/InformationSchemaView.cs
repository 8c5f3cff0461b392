namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>A view of <c>information_schema</c>, whose names and texts are the SQL standard's.</summary>
internal abstract class InformationSchemaView(string name, long oid, string columns, bool isTable = false) : StandardRelation(BuiltInCatalog.InformationSchema, name, oid, columns, isTable)
{
    /// <summary>The only catalog there is.</summary>
    protected const string Catalog = BuiltInCatalog.DatabaseName;

    protected static string YesOrNo(bool value) => value ? "YES" : "NO";
}
