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
        role.Name, role.IsAdministrator, !role.HasNoInheritance, role.IsAdministrator || role.CanCreateRoles, role.IsAdministrator || role.CanCreateDatabases, role.CanLogIn, role.CanReplicate,
        role.ConnectionLimit ?? -1, "********", Roles.ValidUntil(role), role.IsAdministrator || role.BypassesRowSecurity, Roles.Settings(role), role.Oid,
    });
}
