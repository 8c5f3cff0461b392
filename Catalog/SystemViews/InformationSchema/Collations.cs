namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>collations: text is ordered by its bytes, whatever the name.</summary>
internal sealed class Collations() : InformationSchemaView(
    "collations", 13265,
    """
    collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier, pad_attribute character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        new[] { "default", "C", "POSIX" }.Select(name => new object?[] { Catalog, BuiltInCatalog.PgCatalog, name, "NO PAD" });
}
