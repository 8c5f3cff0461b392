using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>constraint_table_usage: the tables of keys.</summary>
internal sealed class ConstraintTableUsage() : InformationSchemaView(
    "constraint_table_usage", 13305,
    """
    table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, constraint_catalog sql_identifier, constraint_schema sql_identifier,
    constraint_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        RelationKey.Constraints(context.Snapshot).Select(key => new object?[] { Catalog, key.Relation.Schema, key.Relation.Name, Catalog, key.Relation.Schema, key.Name });
}
