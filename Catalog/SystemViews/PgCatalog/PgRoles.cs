using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_roles: the accounts.</summary>
internal sealed class PgRoles() : PgCatalogRelation(
    "pg_roles", 12000,
    """
    rolname name, rolsuper bool, rolinherit bool, rolcreaterole bool, rolcreatedb bool, rolcanlogin bool, rolreplication bool, rolconnlimit int4, rolpassword text,
    rolvaliduntil timestamptz, rolbypassrls bool, rolconfig text[], oid oid
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Roles.All(context.Snapshot).Select(role => new object?[]
    {
        role.Name, role.IsAdministrator, true, role.IsAdministrator, role.IsAdministrator, role.CanLogIn, false, -1, "********", null, role.IsAdministrator, null, role.Oid,
    });
}
