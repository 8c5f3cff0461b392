namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>column_privileges and role_column_grants: privileges on columns, those on whole relations included.</summary>
/// <param name="withPublic">False leaves out those of PUBLIC.</param>
internal sealed class ColumnPrivileges(string name, long oid, bool withPublic) : InformationSchemaView(
    name, oid,
    """
    grantor sql_identifier, grantee sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, column_name sql_identifier,
    privilege_type character_data, is_grantable yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Grants.OnColumns(context, Catalog, withPublic);
}
