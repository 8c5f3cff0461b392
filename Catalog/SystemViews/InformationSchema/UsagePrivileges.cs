namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>usage_privileges and role_usage_grants: who may use which remote source.</summary>
/// <param name="withPublic">False leaves out what PUBLIC has.</param>
internal sealed class UsagePrivileges(string name, long oid, bool withPublic) : InformationSchemaView(
    name, oid,
    """
    grantor sql_identifier, grantee sql_identifier, object_catalog sql_identifier, object_schema sql_identifier, object_name sql_identifier, object_type character_data,
    privilege_type character_data, is_grantable yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Grants.OnSources(context, Catalog, withPublic);
}
