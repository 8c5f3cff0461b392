namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>Views of information_schema about what the gateway does not have: functions, sequences, triggers, domains, foreign keys …</summary>
internal static class EmptyViews
{
    public static IReadOnlyList<EmptyRelation> All { get; } =
    [
        new(BuiltInCatalog.InformationSchema, "attributes", 13245, """
            udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, attribute_name sql_identifier, ordinal_position cardinal_number,
            attribute_default character_data, is_nullable yes_or_no, data_type character_data, character_maximum_length cardinal_number, character_octet_length cardinal_number,
            character_set_catalog sql_identifier, character_set_schema sql_identifier, character_set_name sql_identifier, collation_catalog sql_identifier,
            collation_schema sql_identifier, collation_name sql_identifier, numeric_precision cardinal_number, numeric_precision_radix cardinal_number,
            numeric_scale cardinal_number, datetime_precision cardinal_number, interval_type character_data, interval_precision cardinal_number,
            attribute_udt_catalog sql_identifier, attribute_udt_schema sql_identifier, attribute_udt_name sql_identifier, scope_catalog sql_identifier, scope_schema sql_identifier,
            scope_name sql_identifier, maximum_cardinality cardinal_number, dtd_identifier sql_identifier, is_derived_reference_attribute yes_or_no
            """),
        new(BuiltInCatalog.InformationSchema, "check_constraint_routine_usage", 13255, """
            constraint_catalog sql_identifier, constraint_schema sql_identifier, constraint_name sql_identifier, specific_catalog sql_identifier, specific_schema sql_identifier,
            specific_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "column_column_usage", 13275, """
            table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, column_name sql_identifier, dependent_column sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "column_domain_usage", 13280, """
            domain_catalog sql_identifier, domain_schema sql_identifier, domain_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier,
            table_name sql_identifier, column_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "column_options", 13503, """
            table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, column_name sql_identifier, option_name sql_identifier, option_value character_data
            """),
        new(BuiltInCatalog.InformationSchema, "column_udt_usage", 13290, """
            udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier,
            column_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "data_type_privileges", 13488, """
            object_catalog sql_identifier, object_schema sql_identifier, object_name sql_identifier, object_type character_data, dtd_identifier sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "domain_constraints", 13310, """
            constraint_catalog sql_identifier, constraint_schema sql_identifier, constraint_name sql_identifier, domain_catalog sql_identifier, domain_schema sql_identifier,
            domain_name sql_identifier, is_deferrable yes_or_no, initially_deferred yes_or_no
            """),
        new(BuiltInCatalog.InformationSchema, "domain_udt_usage", 13315, """
            udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, domain_catalog sql_identifier, domain_schema sql_identifier, domain_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "domains", 13320, """
            domain_catalog sql_identifier, domain_schema sql_identifier, domain_name sql_identifier, data_type character_data, character_maximum_length cardinal_number,
            character_octet_length cardinal_number, character_set_catalog sql_identifier, character_set_schema sql_identifier, character_set_name sql_identifier,
            collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier, numeric_precision cardinal_number,
            numeric_precision_radix cardinal_number, numeric_scale cardinal_number, datetime_precision cardinal_number, interval_type character_data,
            interval_precision cardinal_number, domain_default character_data, udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier,
            scope_catalog sql_identifier, scope_schema sql_identifier, scope_name sql_identifier, maximum_cardinality cardinal_number, dtd_identifier sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "element_types", 13493, """
            object_catalog sql_identifier, object_schema sql_identifier, object_name sql_identifier, object_type character_data, collection_type_identifier sql_identifier,
            data_type character_data, character_maximum_length cardinal_number, character_octet_length cardinal_number, character_set_catalog sql_identifier,
            character_set_schema sql_identifier, character_set_name sql_identifier, collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier,
            numeric_precision cardinal_number, numeric_precision_radix cardinal_number, numeric_scale cardinal_number, datetime_precision cardinal_number,
            interval_type character_data, interval_precision cardinal_number, domain_default character_data, udt_catalog sql_identifier, udt_schema sql_identifier,
            udt_name sql_identifier, scope_catalog sql_identifier, scope_schema sql_identifier, scope_name sql_identifier, maximum_cardinality cardinal_number,
            dtd_identifier sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "foreign_data_wrapper_options", 13511, """
            foreign_data_wrapper_catalog sql_identifier, foreign_data_wrapper_name sql_identifier, option_name sql_identifier, option_value character_data
            """),
        new(BuiltInCatalog.InformationSchema, "referential_constraints", 13339, """
            constraint_catalog sql_identifier, constraint_schema sql_identifier, constraint_name sql_identifier, unique_constraint_catalog sql_identifier,
            unique_constraint_schema sql_identifier, unique_constraint_name sql_identifier, match_option character_data, update_rule character_data, delete_rule character_data
            """),
        new(BuiltInCatalog.InformationSchema, "role_routine_grants", 13358, """
            grantor sql_identifier, grantee sql_identifier, specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier,
            routine_catalog sql_identifier, routine_schema sql_identifier, routine_name sql_identifier, privilege_type character_data, is_grantable yes_or_no
            """),
        new(BuiltInCatalog.InformationSchema, "role_udt_grants", 13450, """
            grantor sql_identifier, grantee sql_identifier, udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, privilege_type character_data,
            is_grantable yes_or_no
            """),
        new(BuiltInCatalog.InformationSchema, "routine_column_usage", 13348, """
            specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier, routine_catalog sql_identifier, routine_schema sql_identifier,
            routine_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, column_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "routine_privileges", 13353, """
            grantor sql_identifier, grantee sql_identifier, specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier,
            routine_catalog sql_identifier, routine_schema sql_identifier, routine_name sql_identifier, privilege_type character_data, is_grantable yes_or_no
            """),
        new(BuiltInCatalog.InformationSchema, "routine_routine_usage", 13362, """
            specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier, routine_catalog sql_identifier, routine_schema sql_identifier,
            routine_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "routine_sequence_usage", 13367, """
            specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier, routine_catalog sql_identifier, routine_schema sql_identifier,
            routine_name sql_identifier, sequence_catalog sql_identifier, sequence_schema sql_identifier, sequence_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "routine_table_usage", 13372, """
            specific_catalog sql_identifier, specific_schema sql_identifier, specific_name sql_identifier, routine_catalog sql_identifier, routine_schema sql_identifier,
            routine_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "transforms", 13430, """
            udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, specific_catalog sql_identifier, specific_schema sql_identifier,
            specific_name sql_identifier, group_name sql_identifier, transform_type character_data
            """),
        new(BuiltInCatalog.InformationSchema, "triggered_update_columns", 13435, """
            trigger_catalog sql_identifier, trigger_schema sql_identifier, trigger_name sql_identifier, event_object_catalog sql_identifier, event_object_schema sql_identifier,
            event_object_table sql_identifier, event_object_column sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "triggers", 13440, """
            trigger_catalog sql_identifier, trigger_schema sql_identifier, trigger_name sql_identifier, event_manipulation character_data, event_object_catalog sql_identifier,
            event_object_schema sql_identifier, event_object_table sql_identifier, action_order cardinal_number, action_condition character_data, action_statement character_data,
            action_orientation character_data, action_timing character_data, action_reference_old_table sql_identifier, action_reference_new_table sql_identifier,
            action_reference_old_row sql_identifier, action_reference_new_row sql_identifier, created time_stamp
            """),
        new(BuiltInCatalog.InformationSchema, "udt_privileges", 13445, """
            grantor sql_identifier, grantee sql_identifier, udt_catalog sql_identifier, udt_schema sql_identifier, udt_name sql_identifier, privilege_type character_data,
            is_grantable yes_or_no
            """),
        new(BuiltInCatalog.InformationSchema, "user_defined_types", 13463, """
            user_defined_type_catalog sql_identifier, user_defined_type_schema sql_identifier, user_defined_type_name sql_identifier, user_defined_type_category character_data,
            is_instantiable yes_or_no, is_final yes_or_no, ordering_form character_data, ordering_category character_data, ordering_routine_catalog sql_identifier,
            ordering_routine_schema sql_identifier, ordering_routine_name sql_identifier, reference_type character_data, data_type character_data,
            character_maximum_length cardinal_number, character_octet_length cardinal_number, character_set_catalog sql_identifier, character_set_schema sql_identifier,
            character_set_name sql_identifier, collation_catalog sql_identifier, collation_schema sql_identifier, collation_name sql_identifier, numeric_precision cardinal_number,
            numeric_precision_radix cardinal_number, numeric_scale cardinal_number, datetime_precision cardinal_number, interval_type character_data,
            interval_precision cardinal_number, source_dtd_identifier sql_identifier, ref_dtd_identifier sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "user_mapping_options", 13550, """
            authorization_identifier sql_identifier, foreign_server_catalog sql_identifier, foreign_server_name sql_identifier, option_name sql_identifier,
            option_value character_data
            """),
        new(BuiltInCatalog.InformationSchema, "view_column_usage", 13468, """
            view_catalog sql_identifier, view_schema sql_identifier, view_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier,
            column_name sql_identifier
            """),
        new(BuiltInCatalog.InformationSchema, "view_routine_usage", 13473, """
            table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, specific_catalog sql_identifier, specific_schema sql_identifier,
            specific_name sql_identifier
            """),
    ];
}
