using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>tables: every relation; virtual tables are foreign tables, what PostgreSQL keeps as a table is one here too.</summary>
internal sealed class Tables() : InformationSchemaView(
    "tables", 13425,
    """
    table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, table_type character_data, self_referencing_column_name sql_identifier,
    reference_generation character_data, user_defined_type_catalog sql_identifier, user_defined_type_schema sql_identifier, user_defined_type_name sql_identifier,
    is_insertable_into yes_or_no, is_typed yes_or_no, commit_action character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Relations.Where(relation => relation is not SequenceEntry).Select(relation => new object?[]
    {
        Catalog, relation.Schema, relation.Name, TypeOf(relation), null, null, null, null, null, YesOrNo(relation is LocalTableEntry), YesOrNo(false), null,
    });

    private static string TypeOf(RelationEntry relation) => Relations.KindOf(relation) switch
    {
        'r' => Relations.IsTemporary(relation) ? "LOCAL TEMPORARY" : "BASE TABLE",
        'f' => "FOREIGN",
        _ => "VIEW",
    };
}
