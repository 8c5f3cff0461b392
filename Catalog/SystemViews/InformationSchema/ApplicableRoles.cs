namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>applicable_roles: the memberships whose privileges the asking role has.</summary>
internal sealed class ApplicableRoles() : InformationSchemaView(
    "applicable_roles", 13236,
    """
    grantee sql_identifier, role_name sql_identifier, is_grantable yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Memberships.Rows(context, grantableOnly: false);
}
