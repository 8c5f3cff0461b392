using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_indexes: the indexes behind keys.</summary>
internal sealed class PgIndexes() : PgCatalogRelation(
    "pg_indexes", 12043,
    """
    schemaname name, tablename name, indexname name, tablespace name, indexdef text
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => RelationKey.All(context.Snapshot).Select(key => new object?[]
    {
        key.Relation.Schema, key.Relation.Name, key.Name, null, Definitions.Index(key),
    });
}
