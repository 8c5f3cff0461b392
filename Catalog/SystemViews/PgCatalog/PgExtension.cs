using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>
/// pg_extension: the gateway itself. Schema SYS, its views and the adapters are members, as pg_depend says, so that tools know them as part of the software: pg_dump leaves them out.
/// </summary>
internal sealed class PgExtension() : PgCatalogRelation(
    "pg_extension", ClassOids.Extension,
    """
    oid oid, extname name, extowner oid, extnamespace oid, extrelocatable bool, extversion text, extconfig oid[], extcondition text[]
    """, isTable: true)
{
    public const int Gateway = 13002;
    private const string Version = "1.0";

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        [[Gateway, "federation_gateway", Roles.SystemOwner(context.Snapshot), BuiltInCatalog.SysOid, false, Version, null, null]];
}
