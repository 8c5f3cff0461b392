namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>parameters: those of the procedures one may call.</summary>
internal sealed class Parameters() : InformationSchemaView(
    "parameters", 13334,
    """
    specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier, ordinal_position cardinal_number, parameter_mode character_data,
    is_result yes_or_no, as_locator yes_or_no, parameter_name sql_identifier, data_type character_data, character_maximum_length cardinal_number,
    character_octet_length cardinal_number, character_set_catalog sql_identifier, character_set_schema sql_identifier, character_set_name sql_identifier,
    collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier, numeric_precision cardinal_number,
    numeric_precision_radix cardinal_number, numeric_scale cardinal_number, datetime_precision cardinal_number, interval_type character_data,
    interval_precision cardinal_number, udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, scope_catalog sql_identifier,
    scope_schema sql_identifier, scope_name sql_identifier, maximum_cardinality cardinal_number, dtd_identifier sql_identifier, parameter_default character_data
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from procedure in context.Snapshot.Procedures.Values.Where(context.Rights.Sees)
        from entry in procedure.Parameters.Select((parameter, i) => (Parameter: parameter, Position: i + 1))
        let type = entry.Parameter.Type is { } known ? new DataType(known) : (DataType?)null
        select Row(new()
        {
            ["specific_catalog"] = Catalog,
            ["specific_schema"] = procedure.Schema,
            ["specific_name"] = Routines.SpecificName(procedure),
            ["ordinal_position"] = entry.Position,
            ["parameter_mode"] = "IN",
            ["is_result"] = YesOrNo(false),
            ["as_locator"] = YesOrNo(false),
            ["parameter_name"] = entry.Parameter.Name,
            ["data_type"] = type?.Name ?? "record",
            ["udt_catalog"] = Catalog,
            ["udt_schema"] = BuiltInCatalog.PgCatalog,
            ["udt_name"] = type?.InternalName ?? "record",
            ["dtd_identifier"] = FormattableString.Invariant($"{entry.Position}"),
        });
}
