using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_collation: text is ordered by its bytes, whatever the name.</summary>
internal sealed class PgCollation() : PgCatalogRelation(
    "pg_collation", 3456,
    """
    oid oid, collname name, collnamespace oid, collowner oid, collprovider "char", collisdeterministic bool, collencoding int4, collcollate text, collctype text,
    colliculocale text, collversion text
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
    [
        [100, "default", BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), "d", true, -1, null, null, null, null],
        [950, "C", BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), "c", true, -1, "C", "C", null, null],
        [951, "POSIX", BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), "c", true, -1, "POSIX", "POSIX", null, null],
    ];
}
