using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_authid: the accounts. What checks their passwords is not shown.</summary>
internal sealed class PgAuthid() : PgCatalogRelation(
    "pg_authid", 1260,
    """
    oid oid, rolname name, rolsuper bool, rolinherit bool, rolcreaterole bool, rolcreatedb bool, rolcanlogin bool, rolreplication bool, rolbypassrls bool, rolconnlimit int4,
    rolpassword text, rolvaliduntil timestamptz
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Roles.All(context.Snapshot).Select(role => new object?[]
    {
        role.Oid, role.Name, role.IsAdministrator, !role.HasNoInheritance, role.IsAdministrator || role.CanCreateRoles, role.IsAdministrator || role.CanCreateDatabases, role.CanLogIn,
        role.CanReplicate, role.IsAdministrator || role.BypassesRowSecurity, role.ConnectionLimit ?? -1, null, Roles.ValidUntil(role),
    });
}
