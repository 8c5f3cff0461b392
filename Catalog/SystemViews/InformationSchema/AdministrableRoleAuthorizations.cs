namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>administrable_role_authorizations: the memberships with the admin option.</summary>
internal sealed class AdministrableRoleAuthorizations() : InformationSchemaView(
    "administrable_role_authorizations", 13241,
    """
    grantee sql_identifier, role_name sql_identifier, is_grantable yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Memberships.Rows(context, grantableOnly: true);
}
