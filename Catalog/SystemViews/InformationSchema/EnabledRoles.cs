namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>enabled_roles: the asking role and the roles it has.</summary>
internal sealed class EnabledRoles() : InformationSchemaView(
    "enabled_roles", 13325,
    """
    role_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.Roles.Values.Where(role => context.Rights.HasPrivilegesOf(role.Oid)).OrderBy(role => role.Oid).Select(role => new object?[] { role.Name });
}
