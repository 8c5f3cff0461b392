namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>character_sets: text is UTF-8.</summary>
internal sealed class CharacterSets() : InformationSchemaView(
    "character_sets", 13250,
    """
    character_set_catalog sql_identifier, character_set_schema sql_identifier, character_set_name sql_identifier, character_repertoire sql_identifier,
    form_of_use sql_identifier, default_collate_catalog sql_identifier, default_collate_schema sql_identifier, default_collate_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => [[null, null, "UTF8", "UCS", "UTF8", Catalog, BuiltInCatalog.PgCatalog, "C"]];
}
