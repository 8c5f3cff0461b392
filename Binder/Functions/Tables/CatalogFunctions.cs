namespace FederationGateway.Binder.Functions;

/// <summary>Questions about catalog objects that psql, drivers and tools ask (manual 9.26, 9.27.7).</summary>
internal static class CatalogFunctions
{
    private static readonly string[] Visible = ["collation", "conversion", "function", "opclass", "operator", "opfamily", "statistics_obj", "table", "ts_config", "ts_dict", "ts_parser", "ts_template", "type"];

    private static readonly string[] PrivilegeObjects = ["any_column", "database", "foreign_data_wrapper", "function", "language", "schema", "sequence", "server", "table", "tablespace", "type"];

    public static IReadOnlyList<string> Declarations { get; } =
    [
        .. from name in Visible select $"pg_{name}_is_visible(oid) -> bool stable",
        "format_type(oid, int4) -> text stable nullable",
        "pg_get_userbyid(oid) -> name stable",
        "pg_get_expr(text, oid) -> text stable", "pg_get_expr(text, oid, bool) -> text stable",
        "pg_get_constraintdef(oid) -> text stable", "pg_get_constraintdef(oid, bool) -> text stable",
        "pg_get_indexdef(oid) -> text stable", "pg_get_indexdef(oid, int4, bool) -> text stable",
        "pg_get_viewdef(oid) -> text stable", "pg_get_viewdef(oid, bool) -> text stable", "pg_get_viewdef(oid, int4) -> text stable", "pg_get_viewdef(text) -> text stable",
        "pg_get_triggerdef(oid) -> text stable", "pg_get_triggerdef(oid, bool) -> text stable",
        "pg_get_ruledef(oid) -> text stable", "pg_get_ruledef(oid, bool) -> text stable",
        "pg_get_functiondef(oid) -> text stable", "pg_get_function_arguments(oid) -> text stable", "pg_get_function_identity_arguments(oid) -> text stable",
        "pg_get_function_result(oid) -> text stable", "pg_get_function_sqlbody(oid) -> text stable", "pg_get_function_arg_default(oid, int4) -> text stable",
        "pg_get_partkeydef(oid) -> text stable", "pg_get_statisticsobjdef(oid) -> text stable", "pg_get_statisticsobjdef_columns(oid) -> text stable",
        "pg_get_serial_sequence(text, text) -> text stable", "pg_get_partition_constraintdef(oid) -> text stable",
        "pg_get_replica_identity_index(regclass) -> regclass stable",
        "obj_description(oid) -> text stable", "obj_description(oid, name) -> text stable", "col_description(oid, int4) -> text stable", "shobj_description(oid, name) -> text stable",
        .. from name in PrivilegeObjects from subject in (string[])["", "name, ", "oid, "] from target in (string[])["text", "oid"]
           select $"has_{name}_privilege({subject}{target}, text) -> bool stable",
        .. from subject in (string[])["", "name, ", "oid, "] from target in (string[])["text", "oid"] from column in (string[])["text", "int2"]
           select $"has_column_privilege({subject}{target}, {column}, text) -> bool stable",
        "pg_has_role(name, text) -> bool stable", "pg_has_role(oid, text) -> bool stable", "pg_has_role(name, name, text) -> bool stable",
        "pg_has_role(name, oid, text) -> bool stable", "pg_has_role(oid, name, text) -> bool stable", "pg_has_role(oid, oid, text) -> bool stable",
        "row_security_active(oid) -> bool stable", "row_security_active(text) -> bool stable",
        "pg_encoding_to_char(int4) -> name stable", "pg_char_to_encoding(name) -> int4 stable",
        "pg_relation_size(regclass) -> int8 stable", "pg_relation_size(regclass, text) -> int8 stable", "pg_table_size(regclass) -> int8 stable",
        "pg_total_relation_size(regclass) -> int8 stable", "pg_indexes_size(regclass) -> int8 stable",
        "pg_database_size(oid) -> int8 stable", "pg_database_size(name) -> int8 stable", "pg_size_pretty(int8) -> text", "pg_size_pretty(numeric) -> text", "pg_size_bytes(text) -> int8",
        "pg_tablespace_size(oid) -> int8 stable", "pg_tablespace_size(name) -> int8 stable",
        "pg_tablespace_location(oid) -> text stable", "pg_relation_filenode(regclass) -> oid stable", "pg_relation_is_publishable(regclass) -> bool stable",
        "pg_relation_is_updatable(regclass, bool) -> int4 stable", "pg_column_is_updatable(regclass, int2, bool) -> bool stable",
        "pg_column_size(any) -> int4 stable",
        "pg_index_column_has_property(regclass, int4, text) -> bool stable", "pg_indexam_has_property(oid, text) -> bool stable", "pg_index_has_property(regclass, text) -> bool stable",
        "nextval(regclass) -> int8 volatile", "currval(regclass) -> int8 volatile", "lastval() -> int8 volatile", "setval(regclass, int8) -> int8 volatile", "setval(regclass, int8, bool) -> int8 volatile",
        "pg_sequence_last_value(regclass) -> int8 volatile", "pg_stat_get_numscans(oid) -> int8 stable",
        "to_regclass(text) -> regclass stable", "to_regtype(text) -> regtype stable", "to_regproc(text) -> regproc stable",
        "to_regnamespace(text) -> regnamespace stable", "to_regrole(text) -> regrole stable",
        "pg_describe_object(oid, oid, int4) -> text stable",
        "pg_partition_ancestors(regclass) -> setof (relid regclass) stable", "pg_partition_root(regclass) -> regclass stable",
        "pg_partition_tree(regclass) -> setof (relid regclass, parentrelid regclass, isleaf bool, level int4) stable",
        "ts_token_type(oid) -> setof (tokid int4, alias text, description text) stable",
        "aclexplode(_text) -> setof (grantor oid, grantee oid, privilege_type text, is_grantable bool) stable",
        "acldefault(char, oid) -> _text",
    ];
}
