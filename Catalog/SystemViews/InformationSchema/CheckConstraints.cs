using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>check_constraints: CHECK constraints and, as in PostgreSQL, NOT NULL.</summary>
internal sealed class CheckConstraints() : InformationSchemaView(
    "check_constraints", 13260,
    """
    constraint_catalog sql_identifier, constraint_schema sql_identifier, constraint_name sql_identifier, check_clause character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => TableConstraint.All(context.Snapshot).Where(constraint => constraint.Expression is not null).Select(constraint => new object?[]
    {
        Catalog, constraint.Relation.Schema, constraint.Name, constraint.Expression,
    });
}
