namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>table_privileges: privileges on relations.</summary>
internal sealed class TablePrivileges() : InformationSchemaView(
    "table_privileges", 13416,
    """
    grantor sql_identifier, grantee sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, privilege_type character_data,
    is_grantable yes_or_no, with_hierarchy yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Grants.OnTables(context, Catalog, withPublic: true);
}
