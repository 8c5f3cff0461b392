namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>The relations of <c>pg_catalog</c>.</summary>
internal static class PgCatalogViews
{
    public static IEnumerable<SystemView> All => [];
}
