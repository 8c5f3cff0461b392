namespace FederationGateway.Catalog;

/// <summary>A schema. System schemas (<c>pg_catalog</c>, <c>information_schema</c>, <c>SYS</c>) cannot be changed.</summary>
public sealed record SchemaEntry(long Oid, string Name, bool IsSystem = false, string Owner = "admin", string? Comment = null);
