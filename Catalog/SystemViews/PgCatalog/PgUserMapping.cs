namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_user_mapping: the sources that have a credential, which all accounts share. Its content is never shown.</summary>
internal sealed class PgUserMapping() : PgCatalogRelation(
    "pg_user_mapping", 1418,
    """
    oid oid, umuser oid, umserver oid, umoptions text[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.Credentials.Values.OrderBy(credential => credential.Oid).Select(credential => new object?[] { credential.Oid, 0, credential.SourceOid, null });
}
