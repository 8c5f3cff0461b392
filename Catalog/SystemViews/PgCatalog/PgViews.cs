using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_views: the views and their queries.</summary>
internal sealed class PgViews() : PgCatalogRelation(
    "pg_views", 12028,
    """
    schemaname name, viewname name, viewowner name, definition text
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Relations.All(context.Snapshot).Where(relation => Relations.KindOf(relation) == 'v').Select(view => new object?[]
    {
        view.Schema, view.Name, view.Owner, view is ViewEntry own ? ViewTexts.Of(context.Snapshot, own) : null,
    });
}
