using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_rewrite: each view's rule, by which clients find what it reads.</summary>
internal sealed class PgRewrite() : PgCatalogRelation(
    "pg_rewrite", 2618,
    """
    oid oid, rulename name, ev_class oid, ev_type "char", ev_enabled "char", is_instead bool, ev_qual pg_node_tree, ev_action pg_node_tree
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.RelationsByOid.Values.OfType<ViewEntry>().OrderBy(view => view.Oid).Select(view => new object?[]
    {
        DerivedOids.OfRule(view.Oid), "_RETURN", view.Oid, "1", "O", true, "<>", view.Sql,
    });
}
