namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_user_mapping: who has a credential at which source; that of the source itself is PUBLIC's. What is in them is never shown.</summary>
internal sealed class PgUserMapping() : PgCatalogRelation(
    "pg_user_mapping", 1418,
    """
    oid oid, umuser oid, umserver oid, umoptions text[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.Credentials.Values.Concat(context.Snapshot.UserCredentials.Values).OrderBy(credential => credential.Oid)
            .Select(credential => new object?[] { credential.Oid, credential.User, credential.SourceOid, null });
}
