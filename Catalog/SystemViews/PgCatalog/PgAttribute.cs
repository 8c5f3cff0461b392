using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_attribute: the columns of relations and of the indexes behind keys.</summary>
internal sealed class PgAttribute() : PgCatalogRelation(
    "pg_attribute", 1249,
    """
    attrelid oid, attname name, atttypid oid, attstattarget int4, attlen int2, attnum int2, attndims int4, attcacheoff int4, atttypmod int4, attbyval bool, attalign "char",
    attstorage "char", attcompression "char", attnotnull bool, atthasdef bool, atthasmissing bool, attidentity "char", attgenerated "char", attisdropped bool,
    attislocal bool, attinhcount int4, attcollation oid, attacl aclitem[], attoptions text[], attfdwoptions text[], attmissingval anyarray
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        Relations.All(context.Snapshot).SelectMany(relation => relation.Columns.Select((column, index) => Row(relation.Oid, column, index, relation is VirtualTableEntry, AclText.OfColumn(context.Snapshot, relation, column.RemoteName))))
            .Concat(RelationKey.All(context.Snapshot).SelectMany(key => key.Columns.Select((column, index) => Row(key.IndexOid, column with { DefaultExpression = null, Identity = IdentityKind.None, IsNullable = true }, index, isVirtual: false, acl: null))));

    private static object?[] Row(long relation, TableColumn column, int index, bool isVirtual, string[]? acl)
    {
        var type = TypeRows.ByOid[column.Type.TypeOid];
        return
        [
            relation, column.Name, type.Oid, -1, type.Length, index + 1, column.Type.Kind == SqlTypeKind.Array ? 1 : 0, -1, column.Type.TypeModifier, type.IsByValue, type.Align, type.Storage, "",
            !column.IsNullable, column.DefaultExpression is not null && column.Identity == IdentityKind.None, false, IdentityOf(column), "", false, true, 0, type.Collation, acl, null,
            isVirtual && column.RemoteName != column.Name ? new[] { $"column_name={column.RemoteName}" } : null, null,
        ];
    }

    private static string IdentityOf(TableColumn column) => column.Identity switch { IdentityKind.Always => "a", IdentityKind.ByDefault => "d", _ => "" };
}
