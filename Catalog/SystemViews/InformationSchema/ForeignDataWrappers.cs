namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>foreign_data_wrappers: the adapters.</summary>
internal sealed class ForeignDataWrappers() : InformationSchemaView(
    "foreign_data_wrappers", 13515,
    """
    foreign_data_wrapper_catalog sql_identifier, foreign_data_wrapper_name sql_identifier, authorization_identifier sql_identifier, library_name character_data,
    foreign_data_wrapper_language character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.Adapters.Select(adapter => new object?[] { Catalog, adapter.Name, "admin", null, "c" });
}
