namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>role_table_grants: privileges on relations, those of PUBLIC left out.</summary>
internal sealed class RoleTableGrants() : InformationSchemaView(
    "role_table_grants", 13421,
    """
    grantor sql_identifier, grantee sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, privilege_type character_data,
    is_grantable yes_or_no, with_hierarchy yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Grants.OnTables(context, Catalog, withPublic: false);
}
