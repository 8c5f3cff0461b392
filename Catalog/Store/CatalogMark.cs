namespace FederationGateway.Catalog.Store;

/// <summary>A moment within a <see cref="CatalogTransaction"/>.</summary>
/// <param name="Snapshot">The catalog as the transaction saw it.</param>
/// <param name="Written">How many changes of rows it had made.</param>
public sealed record CatalogMark(CatalogSnapshot Snapshot, int Written);
