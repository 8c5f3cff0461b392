namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>user_mappings: who has a credential at which source; that of the source itself is PUBLIC's.</summary>
internal sealed class UserMappings() : InformationSchemaView(
    "user_mappings", 13555,
    """
    authorization_identifier sql_identifier, foreign_server_catalog sql_identifier, foreign_server_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from credential in context.Snapshot.Credentials.Values.Concat(context.Snapshot.UserCredentials.Values)
        join source in context.Snapshot.Sources.Values on credential.SourceOid equals source.Oid
        orderby credential.Oid
        select new object?[] { context.Snapshot.RolesByOid.GetValueOrDefault(credential.User)?.Name ?? "PUBLIC", Catalog, source.Name };
}
