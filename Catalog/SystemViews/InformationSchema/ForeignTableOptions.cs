using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>foreign_table_options: the objects virtual tables point to.</summary>
internal sealed class ForeignTableOptions() : InformationSchemaView(
    "foreign_table_options", 13537,
    """
    foreign_table_catalog sql_identifier, foreign_table_schema sql_identifier, foreign_table_name sql_identifier, option_name sql_identifier, option_value character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from table in context.Relations.OfType<VirtualTableEntry>()
        from option in RemoteObjectOptions.Of(table)
        select new object?[] { Catalog, table.Schema, table.Name, option.Key, option.Value };
}
