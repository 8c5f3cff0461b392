using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions that return rows, as lists of their rows: one list per column, separated by <c>;;</c>.</summary>
internal static class TableFunctionTemplates
{
    public const string Separator = ";;";

    public static FunctionTable Table { get; } = Build();

    private static FunctionTable Build()
    {
        var table = new FunctionTable
        {
            { "generate_series(int4,int4)", "CAST(gw_series({0}, {1}, 1::BIGINT) AS INTEGER[])" },
            { "generate_series(int4,int4,int4)", "CAST(gw_series({0}, {1}, {2}) AS INTEGER[])" },
            { "generate_series(int8,int8)", "gw_series({0}, {1}, 1::BIGINT)" },
            { "generate_series(int8,int8,int8)", "gw_series({*})" },
            { "generate_series(numeric,numeric)", "gw_numeric_series({0}, {1}, '1')" },
            { "generate_series(numeric,numeric,numeric)", "gw_numeric_series({*})" },
            { "generate_series(timestamp,timestamp,interval)", "gw_timestamp_series({*})" },
            { "generate_series(timestamptz,timestamptz,interval)", "gw_timestamptz_series({*}, @zone)" },
            { "generate_subscripts(anyarray,int4)", "CASE WHEN {1} = 1 THEN CAST(range(1, len({0}) + 1) AS INTEGER[]) END" },
            { "generate_subscripts(anyarray,int4,bool)", "CASE WHEN {1} IS DISTINCT FROM 1 OR ({2}) IS NULL THEN NULL WHEN {2} THEN list_reverse(CAST(range(1, len({0}) + 1) AS INTEGER[])) ELSE CAST(range(1, len({0}) + 1) AS INTEGER[]) END" },
            { "unnest(anyarray)", "{0}" },
            { "regexp_matches(text,text)", "gw_regexp_matches({*})" },
            { "regexp_matches(text,text,text)", "gw_regexp_matches({*})" },
            { "regexp_split_to_table(text,text)", "gw_regexp_split_to_array({*})" },
            { "regexp_split_to_table(text,text,text)", "gw_regexp_split_to_array({*})" },
            { "string_to_table(text,text)", "gw_string_to_array({*}, NULL::VARCHAR)" },
            { "string_to_table(text,text,text)", "gw_string_to_array({*})" },
            { "_pg_expandarray(anyarray)", "{0};;CAST(range(1, len({0}) + 1) AS INTEGER[])" },
            { "pg_get_keywords()", "gw_keywords('word');;gw_keywords('catcode');;gw_keyword_labels();;gw_keywords('catdesc');;gw_keywords('baredesc')" },
            { "pg_options_to_table(_text)", "list_transform({0}, lambda o: split_part(o, '=', 1));;list_transform({0}, lambda o: substr(o, instr(o, '=') + 1))" },
            // There are no partitions and no text search parsers.
            { "pg_partition_ancestors(regclass)", "CAST([] AS UINTEGER[])" },
            { "pg_partition_tree(regclass)", "CAST([] AS UINTEGER[]);;CAST([] AS UINTEGER[]);;CAST([] AS BOOLEAN[]);;CAST([] AS INTEGER[])" },
            { "ts_token_type(oid)", "CAST([] AS INTEGER[]);;CAST([] AS VARCHAR[]);;CAST([] AS VARCHAR[])" },
            { "aclexplode(_text)", "CAST([] AS UINTEGER[]);;CAST([] AS UINTEGER[]);;CAST([] AS VARCHAR[]);;CAST([] AS BOOLEAN[])" },
        };
        foreach (var type in (string[])["json", "jsonb"])
        {
            table.Add($"{type}_array_elements({type})", $"gw_json_elements({{0}}, '{type}_array_elements')");
            table.Add($"{type}_array_elements_text({type})", $"gw_json_elements_text({{0}}, '{type}_array_elements_text')");
            table.Add($"{type}_each({type})", $"gw_json_keys({{0}}, '{type}_each');;gw_json_values({{0}}, '{type}_each')");
            table.Add($"{type}_each_text({type})", $"gw_json_keys({{0}}, '{type}_each_text');;gw_json_values_text({{0}}, '{type}_each_text')");
            table.Add($"{type}_object_keys({type})", $"gw_json_keys({{0}}, '{type}_object_keys')");
        }

        return table;
    }
}
