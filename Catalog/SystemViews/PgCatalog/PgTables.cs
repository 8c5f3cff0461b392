using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_tables: the tables of the store.</summary>
internal sealed class PgTables() : PgCatalogRelation(
    "pg_tables", 12033,
    """
    schemaname name, tablename name, tableowner name, tablespace name, hasindexes bool, hasrules bool, hastriggers bool, rowsecurity bool
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Relations.All(context.Snapshot).Where(relation => Relations.KindOf(relation) == 'r').Select(table => new object?[]
    {
        table.Schema, table.Name, table.Owner, null, RelationKey.Of(table).Any(), false, false, table.RowSecurity != RowSecurity.Off,
    });
}
