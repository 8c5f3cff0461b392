using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_foreign_table: the virtual tables and the objects they point to.</summary>
internal sealed class PgForeignTable() : PgCatalogRelation(
    "pg_foreign_table", 3118,
    """
    ftrelid oid, ftserver oid, ftoptions text[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.RelationsByOid.Values.OfType<VirtualTableEntry>().OrderBy(table => table.Oid)
            .Select(table => new object?[]
            {
                table.Oid, context.Snapshot.Sources.FindExact(table.Source)?.Oid ?? 0, context.Rights.Sees(table) ? RemoteObjectOptions.Of(table).Select(option => $"{option.Key}={option.Value}").ToArray() : null,
            });
}
