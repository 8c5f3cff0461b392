using FederationGateway.Catalog.Introspection;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_attrdef: the defaults of columns, as SQL text.</summary>
internal sealed class PgAttrdef() : PgCatalogRelation(
    "pg_attrdef", 2604,
    """
    oid oid, adrelid oid, adnum int2, adbin pg_node_tree
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from relation in Relations.OfUsers(context.Snapshot)
        from column in relation.Columns.Select((column, index) => (column.DefaultExpression, column.Identity, Number: index + 1))
        where column.DefaultExpression is not null && column.Identity == IdentityKind.None
        select new object?[] { DerivedOids.OfDefault(relation.Oid, column.Number), relation.Oid, column.Number, column.DefaultExpression };
}
