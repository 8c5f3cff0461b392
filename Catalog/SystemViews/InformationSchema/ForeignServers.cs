namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>foreign_servers: the remote sources.</summary>
internal sealed class ForeignServers() : InformationSchemaView(
    "foreign_servers", 13528,
    """
    foreign_server_catalog sql_identifier, foreign_server_name sql_identifier, foreign_data_wrapper_catalog sql_identifier, foreign_data_wrapper_name sql_identifier,
    foreign_server_type character_data, foreign_server_version character_data, authorization_identifier sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Sources.Select(source => new object?[]
    {
        Catalog, source.Name, Catalog, source.Adapter, source.Adapter, null, source.Owner,
    });
}
