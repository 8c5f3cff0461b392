using FederationGateway.Catalog.Access;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>schemata: the schemas.</summary>
internal sealed class Schemata() : InformationSchemaView(
    "schemata", 13382,
    """
    catalog_name sql_identifier, schema_name sql_identifier, schema_owner sql_identifier, default_character_set_catalog sql_identifier,
    default_character_set_schema sql_identifier, default_character_set_name sql_identifier, sql_path character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.Schemas.Values.Where(schema => context.Rights.SeesAll || context.Rights.Has(schema, Privilege.Usage) || context.Rights.Has(schema, Privilege.Create)).OrderBy(schema => schema.Oid).Select(schema => new object?[]
    {
        Catalog, schema.Name, schema.Owner, null, null, null, null,
    });
}
