namespace FederationGateway.Catalog.SystemViews;

/// <summary>The part of every catalog that is not stored: the system schemas and their views.</summary>
public static class BuiltInCatalog
{
    public const string PgCatalog = "pg_catalog";
    public const string InformationSchema = "information_schema";
    public const string Sys = "SYS";

    /// <summary>The one database there is, and its OID.</summary>
    public const string DatabaseName = "gateway";
    public const long DatabaseOid = 5;

    /// <summary>OIDs of the system schemas: PostgreSQL's own for its two.</summary>
    public const long PgCatalogOid = 11;
    public const long InformationSchemaOid = 13000;
    public const long SysOid = 13001;

    public static CatalogSnapshot Snapshot { get; } = Build();

    private static CatalogSnapshot Build()
    {
        var snapshot = CatalogSnapshot.Empty
            .With(new SchemaEntry(PgCatalogOid, PgCatalog, IsSystem: true))
            .With(new SchemaEntry(InformationSchemaOid, InformationSchema, IsSystem: true))
            .With(new SchemaEntry(SysOid, Sys, IsSystem: true));
        foreach (var view in SystemViewTable.All) snapshot = snapshot.With(new SystemViewEntry(view.Oid, view.Schema, view.Name, view.Handle));
        return snapshot;
    }
}
