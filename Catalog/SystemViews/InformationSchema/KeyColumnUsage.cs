using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>key_column_usage: the columns of keys.</summary>
internal sealed class KeyColumnUsage() : InformationSchemaView(
    "key_column_usage", 13329,
    """
    constraint_catalog sql_identifier, constraint_schema sql_identifier, constraint_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier,
    table_name sql_identifier, column_name sql_identifier, ordinal_position cardinal_number, position_in_unique_constraint cardinal_number
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from key in RelationKey.Constraints(context.Snapshot)
        from column in key.Columns.Select((column, index) => (column.Name, Position: index + 1))
        select new object?[] { Catalog, key.Relation.Schema, key.Name, Catalog, key.Relation.Schema, key.Relation.Name, column.Name, column.Position, null };
}
