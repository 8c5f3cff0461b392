using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_database: the one database. Text is ordered by its bytes, as in collation C.</summary>
internal sealed class PgDatabase() : PgCatalogRelation(
    "pg_database", 1262,
    """
    oid oid, datname name, datdba oid, encoding int4, datlocprovider "char", datistemplate bool, datallowconn bool, datconnlimit int4, datfrozenxid xid, datminmxid xid,
    dattablespace oid, datcollate text, datctype text, daticulocale text, datcollversion text, datacl aclitem[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
    [
        [BuiltInCatalog.DatabaseOid, BuiltInCatalog.DatabaseName, Roles.SystemOwner(context.Snapshot), Encodings.Utf8, "c", false, true, -1, 0, 0, PgTablespace.Default, "C", "C", null, null, null],
    ];
}
