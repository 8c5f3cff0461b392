using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_opclass: the default b-tree operator classes.</summary>
internal sealed class PgOpclass() : PgCatalogRelation(
    "pg_opclass", 2616,
    """
    oid oid, opcmethod oid, opcname name, opcnamespace oid, opcowner oid, opcfamily oid, opcintype oid, opcdefault bool, opckeytype oid
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => OperatorClassRows.All.Select(row => new object?[]
    {
        row.Oid, 403, row.Name, BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), row.Family, row.InputType, true, row.KeyType,
    });
}
