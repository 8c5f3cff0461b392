using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_db_role_setting: what the sessions of roles start with.</summary>
internal sealed class PgDbRoleSetting() : PgCatalogRelation(
    "pg_db_role_setting", 2964,
    """
    setdatabase oid, setrole oid, setconfig text[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        Roles.All(context.Snapshot).Where(role => !role.Settings.IsEmpty).Select(role => new object?[] { 0, role.Oid, Roles.Settings(role) });
}
