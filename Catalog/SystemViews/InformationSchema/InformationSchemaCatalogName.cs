namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>information_schema_catalog_name: the one database.</summary>
internal sealed class InformationSchemaCatalogName() : InformationSchemaView(
    "information_schema_catalog_name", 13227,
    """
    catalog_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => [[Catalog]];
}
