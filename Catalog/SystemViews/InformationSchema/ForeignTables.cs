namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>foreign_tables: the virtual tables.</summary>
internal sealed class ForeignTables() : InformationSchemaView(
    "foreign_tables", 13541,
    """
    foreign_table_catalog sql_identifier, foreign_table_schema sql_identifier, foreign_table_name sql_identifier, foreign_server_catalog sql_identifier,
    foreign_server_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Relations.OfType<VirtualTableEntry>().Select(table => new object?[]
    {
        Catalog, table.Schema, table.Name, Catalog, table.Source,
    });
}
