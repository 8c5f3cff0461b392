namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>Memberships as the standard's views list them.</summary>
internal static class Memberships
{
    /// <param name="grantableOnly">True for those with the admin option.</param>
    public static IEnumerable<object?[]> Rows(SystemViewContext context, bool grantableOnly) =>
        from membership in context.Snapshot.Memberships
        where membership.Source == 0 && (membership.HasAdminOption || !grantableOnly) && context.Rights.HasPrivilegesOf(membership.Member)
        let role = context.Snapshot.RolesByOid[membership.Role]
        orderby membership.Oid
        select new object?[] { context.Snapshot.RolesByOid[membership.Member].Name, role.Name, membership.HasAdminOption ? "YES" : "NO" };
}
