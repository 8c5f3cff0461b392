namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_auth_members: who is a member of which role. Memberships for one remote source alone, which PostgreSQL does not have, are in SYS.GRANTED_ROLES.</summary>
internal sealed class PgAuthMembers() : PgCatalogRelation(
    "pg_auth_members", 1261,
    """
    roleid oid, member oid, grantor oid, admin_option bool
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.Memberships.Where(membership => membership.Source == 0).OrderBy(membership => membership.Oid)
            .Select(membership => new object?[] { membership.Role, membership.Member, membership.Grantor, membership.HasAdminOption });
}
