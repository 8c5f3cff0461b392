namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_am: tables are said to be heaps and keys to be b-trees, as clients expect.</summary>
internal sealed class PgAm() : PgCatalogRelation(
    "pg_am", 2601,
    """
    oid oid, amname name, amhandler regproc, amtype "char"
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => [[2, "heap", 3, "t"], [403, "btree", 330, "i"]];
}
