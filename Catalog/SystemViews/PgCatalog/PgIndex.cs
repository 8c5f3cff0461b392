using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_index: an index for each key, and those that CREATE INDEX noted. Nothing is inserted through those of virtual tables: they are not "ready", and pg_dump leaves them out.</summary>
internal sealed class PgIndex() : PgCatalogRelation(
    "pg_index", 2610,
    """
    indexrelid oid, indrelid oid, indnatts int2, indnkeyatts int2, indisunique bool, indnullsnotdistinct bool, indisprimary bool, indisexclusion bool, indimmediate bool,
    indisclustered bool, indisvalid bool, indcheckxmin bool, indisready bool, indislive bool, indisreplident bool, indkey int2vector, indcollation oidvector,
    indclass oidvector, indoption int2vector, indexprs pg_node_tree, indpred pg_node_tree
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => RelationKey.All(context.Snapshot).Select(key => new object?[]
    {
        key.IndexOid, key.Relation.Oid, key.Key.Ordinals.Count, key.Key.Ordinals.Count, key.IsUnique, false, key.Key.IsPrimary, false, true, false, true, false, key.Relation is not VirtualTableEntry, true, false,
        key.AttributeNumbers, key.Columns.Select(column => TypeRows.ByOid[column.Type.TypeOid].Collation).ToArray(),
        key.Columns.Select(column => OperatorClassRows.DefaultOf(column.Type.TypeOid)).ToArray(), key.Options, null, null,
    });
}
