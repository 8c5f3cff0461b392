namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_cursors: the asking session's open cursors.</summary>
internal sealed class PgCursors() : PgCatalogRelation(
    "pg_cursors", 12077, "name text, statement text, is_holdable bool, is_binary bool, is_scrollable bool, creation_time timestamptz")
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.Cursors.Select(cursor => new object?[]
    {
        cursor.Name, cursor.Statement, cursor.IsHoldable, false, cursor.IsScrollable, cursor.Created,
    });
}
