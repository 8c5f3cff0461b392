using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_foreign_server: the remote sources, without their credentials.</summary>
internal sealed class PgForeignServer() : PgCatalogRelation(
    "pg_foreign_server", 1417,
    """
    oid oid, srvname name, srvowner oid, srvfdw oid, srvtype text, srvversion text, srvacl aclitem[], srvoptions text[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.Sources.Values.OrderBy(source => source.Oid).Select(source => new object?[]
    {
        source.Oid, source.Name, Roles.OidOf(context.Snapshot, source.Owner), DerivedOids.OfAdapter(source.Adapter), source.Adapter, null, AclText.Of(context.Snapshot, source),
        context.Rights.Sees(source) ? SourceOptions.Of(source, context.Runtime).Select(option => $"{option.Key}={option.Value}").ToArray() : null,
    });
}
