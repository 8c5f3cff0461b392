using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_user: the accounts that can log in.</summary>
internal sealed class PgUser() : PgCatalogRelation(
    "pg_user", 12014,
    """
    usename name, usesysid oid, usecreatedb bool, usesuper bool, userepl bool, usebypassrls bool, passwd text, valuntil timestamptz, useconfig text[]
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Roles.All(context.Snapshot).Where(role => role.CanLogIn).Select(role => new object?[]
    {
        role.Name, role.Oid, role.IsAdministrator || role.CanCreateDatabases, role.IsAdministrator, role.CanReplicate, role.IsAdministrator || role.BypassesRowSecurity, "********", Roles.ValidUntil(role),
        Roles.Settings(role),
    });
}
