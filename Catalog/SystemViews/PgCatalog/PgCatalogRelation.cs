namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>A relation of <c>pg_catalog</c>.</summary>
internal abstract class PgCatalogRelation(string name, long oid, string columns, bool isTable = false) : StandardRelation(BuiltInCatalog.PgCatalog, name, oid, columns, isTable);
