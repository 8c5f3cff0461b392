namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>collation_character_set_applicability: every collation is for UTF-8.</summary>
internal sealed class CollationCharacterSetApplicability() : InformationSchemaView(
    "collation_character_set_applicability", 13270,
    """
    collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier, character_set_catalog sql_identifier,
    character_set_schema sql_identifier, character_set_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        new[] { "default", "C", "POSIX" }.Select(name => new object?[] { Catalog, BuiltInCatalog.PgCatalog, name, null, null, "UTF8" });
}
