namespace FederationGateway.Catalog.Introspection;

/// <summary>Comments, found by the number of what they are on.</summary>
internal static class ObjectComments
{
    /// <param name="catalog">The catalog the object is in (<c>pg_class</c>, <c>pg_namespace</c>), or empty for any.</param>
    /// <param name="column">From 1; 0 for the object itself.</param>
    public static string? Of(CatalogSnapshot snapshot, uint oid, string catalog, int column)
    {
        if (catalog is "" or "pg_class" && snapshot.RelationsByOid.GetValueOrDefault(oid) is { } relation)
            return column == 0 ? relation.Comment : column > 0 && column <= relation.Columns.Count ? relation.Columns[column - 1].Comment : null;
        return catalog is "" or "pg_namespace" && column == 0 ? snapshot.Schemas.Values.FirstOrDefault(schema => schema.Oid == oid)?.Comment : null;
    }
}
