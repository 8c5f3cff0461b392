using System.Globalization;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Introspection;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>columns: the columns one may use.</summary>
internal sealed class Columns() : InformationSchemaView(
    "columns", 13295,
    """
    table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, column_name sql_identifier, ordinal_position cardinal_number,
    column_default character_data, is_nullable yes_or_no, data_type character_data, character_maximum_length cardinal_number, character_octet_length cardinal_number,
    numeric_precision cardinal_number, numeric_precision_radix cardinal_number, numeric_scale cardinal_number, datetime_precision cardinal_number,
    interval_type character_data, interval_precision cardinal_number, character_set_catalog sql_identifier, character_set_schema sql_identifier,
    character_set_name sql_identifier, collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier, domain_catalog sql_identifier,
    domain_schema sql_identifier, domain_name sql_identifier, udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, scope_catalog sql_identifier,
    scope_schema sql_identifier, scope_name sql_identifier, maximum_cardinality cardinal_number, dtd_identifier sql_identifier, is_self_referencing yes_or_no,
    is_identity yes_or_no, identity_generation character_data, identity_start character_data, identity_increment character_data, identity_maximum character_data,
    identity_minimum character_data, identity_cycle yes_or_no, is_generated character_data, generation_expression character_data, is_updatable yes_or_no
    """)
{
    private static readonly Privilege[] Used = [Privilege.Select, Privilege.Insert, Privilege.Update, Privilege.References];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from relation in context.Relations
        where relation is not SequenceEntry
        from column in relation.Columns.Select((column, index) => (Column: column, Number: index + 1))
        where context.Rights.SeesAll || Used.Any(privilege => context.Rights.HasColumn(relation, column.Column.RemoteName, privilege))
        select Row(relation, column.Column, column.Number);

    private static object?[] Row(RelationEntry relation, TableColumn column, int number)
    {
        var type = new DataType(column.Type);
        return
        [
            Catalog, relation.Schema, relation.Name, column.Name, number, column.Identity == IdentityKind.None ? column.DefaultExpression : null, YesOrNo(column.IsNullable), type.Name,
            type.CharacterLength, type.OctetLength, type.Precision, type.Radix, type.Scale, type.FractionDigits, null, null,
            null, null, null, null, null, null, null, null, null, Catalog, BuiltInCatalog.PgCatalog, type.InternalName,
            null, null, null, null, number.ToString(CultureInfo.InvariantCulture), YesOrNo(false), YesOrNo(false),
            null, null, null, null, null, YesOrNo(false), "NEVER", null, YesOrNo(relation is LocalTableEntry),
        ];
    }
}
