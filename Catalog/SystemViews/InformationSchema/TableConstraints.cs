using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>table_constraints: keys, CHECK constraints and, as in PostgreSQL, NOT NULL.</summary>
internal sealed class TableConstraints() : InformationSchemaView(
    "table_constraints", 13411,
    """
    constraint_catalog sql_identifier, constraint_schema sql_identifier, constraint_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier,
    table_name sql_identifier, constraint_type character_data, is_deferrable yes_or_no, initially_deferred yes_or_no, enforced yes_or_no, nulls_distinct yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => TableConstraint.All(context.Snapshot).Select(constraint => new object?[]
    {
        Catalog, constraint.Relation.Schema, constraint.Name, Catalog, constraint.Relation.Schema, constraint.Relation.Name, constraint.Kind, YesOrNo(false), YesOrNo(false), YesOrNo(true),
        constraint.Kind == TableConstraint.Unique ? YesOrNo(true) : null,
    });
}
