using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_constraint: keys and CHECK constraints.</summary>
internal sealed class PgConstraint() : PgCatalogRelation(
    "pg_constraint", 2606,
    """
    oid oid, conname name, connamespace oid, contype "char", condeferrable bool, condeferred bool, convalidated bool, conrelid oid, contypid oid, conindid oid,
    conparentid oid, confrelid oid, confupdtype "char", confdeltype "char", confmatchtype "char", conislocal bool, coninhcount int4, connoinherit bool, conkey int2[],
    confkey int2[], conpfeqop oid[], conppeqop oid[], conffeqop oid[], confdelsetcols int2[], conexclop oid[], conbin pg_node_tree
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        RelationKey.Constraints(context.Snapshot).Select(key => Row(
            context.Snapshot, key.Relation, key.ConstraintOid, key.Name, key.Key.IsPrimary ? 'p' : 'u', key.IndexOid, key.AttributeNumbers, expression: null))
            .Concat(Relations.OfUsers(context.Snapshot).SelectMany(relation => Relations.ChecksOf(relation).Select((check, number) => Row(
                context.Snapshot, relation, DerivedOids.OfCheck(relation.Oid, number), check.Name, 'c', 0, columns: null, check.Expression))));

    private static object?[] Row(CatalogSnapshot snapshot, RelationEntry relation, long oid, string name, char type, long index, short[]? columns, string? expression) =>
    [
        oid, name, Relations.SchemaOid(snapshot, relation.Schema), type, false, false, true, relation.Oid, 0, index, 0, 0, " ", " ", " ", true, 0, type != 'c',
        columns, null, null, null, null, null, null, expression,
    ];
}
