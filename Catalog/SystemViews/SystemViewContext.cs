namespace FederationGateway.Catalog.SystemViews;

/// <summary>What dictionary views are made from: one catalog state, who asks, and what runs.</summary>
/// <param name="ProcessId">The asking session.</param>
public sealed record SystemViewContext(CatalogSnapshot Snapshot, string UserName, int ProcessId, IRuntimeState Runtime);
