using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>constraint_column_usage: the columns of keys.</summary>
internal sealed class ConstraintColumnUsage() : InformationSchemaView(
    "constraint_column_usage", 13300,
    """
    table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, column_name sql_identifier, constraint_catalog sql_identifier,
    constraint_schema sql_identifier, constraint_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from key in RelationKey.Constraints(context.Snapshot)
        from column in key.Columns
        select new object?[] { Catalog, key.Relation.Schema, key.Relation.Name, column.Name, Catalog, key.Relation.Schema, key.Name };
}
