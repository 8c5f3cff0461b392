namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Catalog questions: lookups of the session's snapshot through its context, and constants for what the gateway has nothing of.</summary>
internal static class CatalogTemplates
{
    private static readonly string[] Visible = ["collation", "conversion", "function", "opclass", "operator", "opfamily", "statistics_obj", "table", "ts_config", "ts_dict", "ts_parser", "ts_template", "type"];

    private static readonly string[] Definitions =
    [
        "pg_get_constraintdef", "pg_get_indexdef", "pg_get_viewdef", "pg_get_triggerdef", "pg_get_ruledef", "pg_get_functiondef", "pg_get_function_arguments",
        "pg_get_function_identity_arguments", "pg_get_function_result", "pg_get_function_sqlbody", "pg_get_partkeydef", "pg_get_statisticsobjdef",
        "pg_get_statisticsobjdef_columns", "pg_get_partition_constraintdef",
    ];

    private static readonly string[] Privileges = ["any_column", "database", "foreign_data_wrapper", "function", "language", "schema", "sequence", "server", "table", "tablespace", "type"];

    private static readonly (string Types, string User, int Target)[] Subjects = [("", "NULL::VARCHAR", 0), ("name,", "{0}", 1), ("oid,", "CAST({0} AS VARCHAR)", 1)];

    private static readonly string[] Sizes = ["pg_relation_size(regclass)", "pg_relation_size(regclass,text)", "pg_table_size(regclass)", "pg_total_relation_size(regclass)", "pg_indexes_size(regclass)",
        "pg_database_size(oid)", "pg_database_size(name)", "pg_tablespace_size(oid)", "pg_tablespace_size(name)"];

    public static IEnumerable<(string, string)> All =>
    [
        .. from name in Visible select ($"pg_{name}_is_visible(oid)", $"gw_is_visible(@ctx, '{name}', {{0}})"),
        ("format_type(oid,int4)", "gw_format_type(@ctx, {*})"), ("pg_get_userbyid(oid)", "gw_user_name(@ctx, {0})"),
        ("pg_get_expr(text,oid)", "{0}"), ("pg_get_expr(text,oid,bool)", "{0}"),
        .. from name in Definitions select ($"{name}(oid)", $"gw_definition(@ctx, '{name}', {{0}}, 0)"),
        .. from name in Definitions select ($"{name}(oid,bool)", $"gw_definition(@ctx, '{name}', {{0}}, 0)"),
        ("pg_get_viewdef(oid,int4)", "gw_definition(@ctx, 'pg_get_viewdef', {0}, 0)"), ("pg_get_indexdef(oid,int4,bool)", "gw_definition(@ctx, 'pg_get_indexdef', {0}, {1})"),
        ("pg_get_viewdef(text)", "gw_definition(@ctx, 'pg_get_viewdef', gw_oid_find(@ctx, 'regclass', {0}), 0)"),
        ("pg_get_function_arg_default(oid,int4)", "gw_definition(@ctx, 'pg_get_function_arg_default', {0}, {1})"),
        ("pg_get_serial_sequence(text,text)", "gw_sequence_of(@ctx, {0}, {1})"), ("pg_get_replica_identity_index(regclass)", "CAST(NULL AS UINTEGER)"),
        ("obj_description(oid)", "gw_description(@ctx, {0}, '', 0)"), ("obj_description(oid,name)", "gw_description(@ctx, {0}, {1}, 0)"),
        ("col_description(oid,int4)", "gw_description(@ctx, {0}, 'pg_class', {1})"), ("shobj_description(oid,name)", "gw_description(@ctx, {0}, {1}, 0)"),
        .. from name in Privileges from subject in Subjects from target in (string[])["text", "oid"]
           select ($"has_{name}_privilege({subject.Types}{target},text)", Privilege(name, subject.User, Text(subject.Target, target), "{" + (subject.Target + 1) + "}")),
        .. from subject in Subjects from target in (string[])["text", "oid"] from column in (string[])["text", "int2"]
           select ($"has_column_privilege({subject.Types}{target},{column},text)", Privilege("column", subject.User, Text(subject.Target, target), "{" + (subject.Target + 2) + "}", $"CAST({{{subject.Target + 1}}} AS VARCHAR)")),
        ("pg_has_role(name,text)", Privilege("role", "NULL::VARCHAR", "{0}", "{1}")), ("pg_has_role(oid,text)", Privilege("role", "NULL::VARCHAR", "CAST({0} AS VARCHAR)", "{1}")),
        ("pg_has_role(name,name,text)", Privilege("role", "{0}", "{1}", "{2}")), ("pg_has_role(name,oid,text)", Privilege("role", "{0}", "CAST({1} AS VARCHAR)", "{2}")),
        ("pg_has_role(oid,name,text)", Privilege("role", "CAST({0} AS VARCHAR)", "{1}", "{2}")), ("pg_has_role(oid,oid,text)", Privilege("role", "CAST({0} AS VARCHAR)", "CAST({1} AS VARCHAR)", "{2}")),
        ("pg_describe_object(oid,oid,int4)", "gw_object_name(@ctx, {*})"), ("pg_partition_root(regclass)", "CAST(NULL AS UINTEGER)"),
        ("row_security_active(oid)", "FALSE"), ("row_security_active(text)", "FALSE"),
        ("pg_encoding_to_char(int4)", "CASE {0} WHEN 6 THEN 'UTF8' WHEN 0 THEN 'SQL_ASCII' ELSE '' END"),
        ("pg_char_to_encoding(name)", "CASE WHEN upper({0}) IN ('UTF8', 'UTF-8', 'UNICODE') THEN 6 WHEN {0} IS NOT NULL THEN -1 END"),
        .. from signature in Sizes select (signature, "CASE WHEN {0} IS NOT NULL THEN 0::BIGINT END"),
        ("pg_size_pretty(int8)", "gw_size_pretty(CAST({0} AS VARCHAR))"), ("pg_size_pretty(numeric)", "gw_size_pretty({0})"),
        ("pg_tablespace_location(oid)", "''::VARCHAR"), ("pg_relation_filenode(regclass)", "CAST(NULL AS UINTEGER)"), ("pg_relation_is_publishable(regclass)", "FALSE"),
        ("pg_relation_is_updatable(regclass,bool)", "CASE WHEN {0} IS NOT NULL THEN 28 END"), ("pg_column_is_updatable(regclass,int2,bool)", "CASE WHEN {0} IS NOT NULL THEN TRUE END"),
        ("pg_index_column_has_property(regclass,int4,text)", "CAST(NULL AS BOOLEAN)"), ("pg_indexam_has_property(oid,text)", "CAST(NULL AS BOOLEAN)"), ("pg_index_has_property(regclass,text)", "CAST(NULL AS BOOLEAN)"),
        ("nextval(regclass)", Sequence("nextval", "{0}")), ("currval(regclass)", Sequence("currval", "{0}")), ("lastval()", Sequence("lastval", "0::UINTEGER")),
        ("setval(regclass,int8)", Sequence("setval", "{0}", "{1}")), ("setval(regclass,int8,bool)", Sequence("setval", "{0}", "{1}", "{2}")),
        ("pg_sequence_last_value(regclass)", Sequence("pg_sequence_last_value", "{0}")), ("pg_stat_get_numscans(oid)", "CASE WHEN {0} IS NOT NULL THEN 0::BIGINT END"),
        ("pg_cancel_backend(int4)", "gw_signal(@ctx, {0}, FALSE, 0::BIGINT)"),
        ("pg_terminate_backend(int4)", "gw_signal(@ctx, {0}, TRUE, 0::BIGINT)"), ("pg_terminate_backend(int4,int8)", "gw_signal(@ctx, {0}, TRUE, {1})"),
        .. from kind in (string[])["regclass", "regtype", "regproc", "regnamespace", "regrole"] select ($"to_{kind}(text)", $"gw_oid_lookup(@ctx, '{kind}', {{0}})"),
        ("acldefault(char,oid)", "CAST(NULL AS VARCHAR[])"), ("pg_is_other_temp_schema(oid)", "FALSE"),
        ("current_setting(text)", "gw_setting(@ctx, {0}, FALSE)"), ("current_setting(text,bool)", "gw_setting(@ctx, {*})"), ("set_config(text,text,bool)", "gw_set_setting(@ctx, {*})"),
        ("pg_advisory_unlock_all()", "''::VARCHAR"), ("pg_sleep(float8)", "gw_sleep({0})"), ("require_row(bool,text)", "gw_require_row(COALESCE({0}, FALSE), {1})"),
    ];

    private static string Text(int index, string type) => type == "oid" ? $"CAST({{{index}}} AS VARCHAR)" : $"{{{index}}}";

    private static string Privilege(string kind, string user, string target, string privilege, string column = "NULL::VARCHAR") =>
        $"gw_has_privilege(@ctx, '{kind}', {user}, {target}, {privilege}, {column})";

    private static string Sequence(string function, string oid, string value = "0::BIGINT", string isCalled = "TRUE") => $"gw_sequence(@ctx, '{function}', {oid}, {value}, {isCalled})";
}
