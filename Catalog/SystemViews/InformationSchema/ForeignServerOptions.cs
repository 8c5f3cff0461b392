using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>foreign_server_options: the configuration of remote sources, without secrets.</summary>
internal sealed class ForeignServerOptions() : InformationSchemaView(
    "foreign_server_options", 13524,
    """
    foreign_server_catalog sql_identifier, foreign_server_name sql_identifier, option_name sql_identifier, option_value character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from source in context.Sources
        from option in SourceOptions.Of(source, context.Runtime)
        select new object?[] { Catalog, source.Name, option.Key, option.Value };
}
