using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_language: those every PostgreSQL has.</summary>
internal sealed class PgLanguage() : PgCatalogRelation(
    "pg_language", 2612,
    """
    oid oid, lanname name, lanowner oid, lanispl bool, lanpltrusted bool, lanplcallfoid oid, laninline oid, lanvalidator oid, lanacl aclitem[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
    [
        [12, "internal", Roles.SystemOwner(context.Snapshot), false, false, 0, 0, 2246, null],
        [13, "c", Roles.SystemOwner(context.Snapshot), false, false, 0, 0, 2247, null],
        [14, "sql", Roles.SystemOwner(context.Snapshot), false, true, 0, 0, 2248, null],
    ];
}
