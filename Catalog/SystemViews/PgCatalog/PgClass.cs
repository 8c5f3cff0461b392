using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>
/// pg_class: the relations, and an index for each key. Virtual tables are foreign tables. The dictionary's views are in lower case here, since psql folds the names it
/// is asked for: <c>\d sys.remote_sources</c>. Statements find them in any case.
/// </summary>
internal sealed class PgClass() : PgCatalogRelation(
    "pg_class", 1259,
    """
    oid oid, relname name, relnamespace oid, reltype oid, reloftype oid, relowner oid, relam oid, relfilenode oid, reltablespace oid, relpages int4, reltuples float4,
    relallvisible int4, reltoastrelid oid, relhasindex bool, relisshared bool, relpersistence "char", relkind "char", relnatts int2, relchecks int2, relhasrules bool,
    relhastriggers bool, relhassubclass bool, relrowsecurity bool, relforcerowsecurity bool, relispopulated bool, relreplident "char", relispartition bool, relrewrite oid,
    relfrozenxid xid, relminmxid xid, relacl aclitem[], reloptions text[], relpartbound pg_node_tree
    """, isTable: true)
{
    private const int Heap = 2;
    private const int BTree = 403;
    private const double PageBytes = 8192;

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        Relations.All(context.Snapshot).Select(relation => Row(context, relation)).Concat(RelationKey.All(context.Snapshot).Select(key => IndexRow(context, key)));

    private static object?[] Row(SystemViewContext context, RelationEntry relation)
    {
        var snapshot = context.Snapshot;
        var kind = Relations.KindOf(relation);
        var statistics = context.SeesCounts(relation) ? Relations.HandleOf(relation)?.Statistics : null;
        var access = kind == 'r' ? Heap : 0;
        return
        [
            relation.Oid, Relations.FoldedName(relation.Schema, relation.Name), Relations.SchemaOid(snapshot, relation.Schema), 0, 0, Roles.OidOf(snapshot, relation.Owner), access, kind == 'r' ? relation.Oid : 0, 0,
            Pages(statistics?.TotalBytes), statistics?.RowCount ?? (kind == 'v' ? 0 : -1), 0, 0, RelationKey.Of(relation).Any(), false,
            Relations.IsTemporary(relation) ? "t" : "p", kind, relation.Columns.Count, Relations.ChecksOf(relation).Count(), relation is ViewEntry, false, false, relation.RowSecurity != RowSecurity.Off, relation.RowSecurity == RowSecurity.Forced,
            true, kind == 'r' ? "d" : "n", false, 0, 0, 0, AclText.Of(snapshot, relation), null, null,
        ];
    }

    private static object?[] IndexRow(SystemViewContext context, RelationKey key) =>
    [
        key.IndexOid, key.Name, Relations.SchemaOid(context.Snapshot, key.Relation.Schema), 0, 0, Roles.OidOf(context.Snapshot, key.Relation.Owner), BTree, key.IndexOid, 0,
        0, context.SeesCounts(key.Relation) ? Relations.HandleOf(key.Relation)?.Statistics?.RowCount ?? -1 : -1, 0, 0, false, false,
        Relations.IsTemporary(key.Relation) ? "t" : "p", "i", key.Key.Ordinals.Count, 0, false, false, false, false, false,
        true, "n", false, 0, 0, 0, null, null, null,
    ];

    private static int Pages(double? bytes) => (int)Math.Min(int.MaxValue, Math.Ceiling((bytes ?? 0) / PageBytes));
}
