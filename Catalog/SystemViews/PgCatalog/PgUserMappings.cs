namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_user_mappings: who has a credential at which source; that of the source itself is PUBLIC's. What is in them is never shown.</summary>
internal sealed class PgUserMappings() : PgCatalogRelation(
    "pg_user_mappings", 12327,
    """
    umid oid, srvid oid, srvname name, umuser oid, usename name, umoptions text[]
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from credential in context.Snapshot.Credentials.Values.Concat(context.Snapshot.UserCredentials.Values)
        join source in context.Snapshot.Sources.Values on credential.SourceOid equals source.Oid
        orderby credential.Oid
        select new object?[] { credential.Oid, source.Oid, source.Name, credential.User, context.Snapshot.RolesByOid.GetValueOrDefault(credential.User)?.Name ?? "public", null };
}
