namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>enabled_roles: the asking account's role.</summary>
internal sealed class EnabledRoles() : InformationSchemaView(
    "enabled_roles", 13325,
    """
    role_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => [[context.UserName]];
}
