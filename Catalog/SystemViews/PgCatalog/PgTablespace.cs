using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_tablespace: the two every PostgreSQL has.</summary>
internal sealed class PgTablespace() : PgCatalogRelation(
    "pg_tablespace", 1213,
    """
    oid oid, spcname name, spcowner oid, spcacl aclitem[], spcoptions text[]
    """, isTable: true)
{
    public const int Default = 1663;
    private const int Global = 1664;

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => [[Default, "pg_default", Roles.SystemOwner(context.Snapshot), null, null], [Global, "pg_global", Roles.SystemOwner(context.Snapshot), null, null]];
}
