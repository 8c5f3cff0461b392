namespace FederationGateway.Adapters.DuckDbSql;

internal static class JsonTemplates
{
    private static readonly string[] Types = ["json", "jsonb"];

    public static IEnumerable<(string, string)> All =>
    [
        .. from type in Types select ($"->({type},text)", "gw_json_get({*})"), ("->(json,int4)", "gw_json_get({*})"), ("->(jsonb,int4)", "gw_jsonb_get({*})"),
        .. from type in Types select ($"->>({type},text)", "gw_json_text(gw_json_get({*}))"),
        ("->>(json,int4)", "gw_json_text(gw_json_get({*}))"), ("->>(jsonb,int4)", "gw_json_text(gw_jsonb_get({*}))"),
        .. from type in Types select ($"#>({type},_text)", "gw_json_path({*})"),
        .. from type in Types select ($"#>>({type},_text)", "gw_json_text(gw_json_path({*}))"),
        .. from type in Types select ($"{type}_extract_path({type},text)", "gw_json_extract({*})"),
        .. from type in Types select ($"{type}_extract_path_text({type},text)", "gw_json_text(gw_json_extract({*}))"),
        .. from type in Types select ($"{type}_array_length({type})", "gw_json_array_length({0})"),
        .. from type in Types select ($"{type}_typeof({type})", "gw_json_typeof({0})"),
        .. from type in Types select ($"{type}_strip_nulls({type})", $"gw_{type}_strip_nulls({{0}})"),
        .. from type in Types select ($"{type}_object(_text)", $"gw_{type}_object({{*}})"),
        .. from type in Types select ($"{type}_object(_text,_text)", $"gw_{type}_object({{*}})"),
        ("json_record(json,text)", "gw_json_record({*})"), ("json_array_member(json,text)", "gw_json_array_member({*})"),
        ("jsonb_pretty(jsonb)", "gw_jsonb_pretty({0})"),
        ("?(jsonb,text)", "gw_jsonb_exists({*})"), ("?|(jsonb,_text)", "gw_jsonb_exists_any({*})"), ("?&(jsonb,_text)", "gw_jsonb_exists_all({*})"),
        ("@>(jsonb,jsonb)", "gw_jsonb_contains({*})"), ("<@(jsonb,jsonb)", "gw_jsonb_contains({1}, {0})"),
        ("||(jsonb,jsonb)", "gw_jsonb_concat({*})"), ("-(jsonb,text)", "gw_jsonb_delete({*})"), ("-(jsonb,int4)", "gw_jsonb_delete({*})"), ("-(jsonb,_text)", "gw_jsonb_delete({*})"),
        ("#-(jsonb,_text)", "gw_jsonb_delete_path({*})"),
        ("jsonb_insert(jsonb,_text,jsonb)", "gw_jsonb_insert({*}, FALSE)"), ("jsonb_insert(jsonb,_text,jsonb,bool)", "gw_jsonb_insert({*})"),
        ("jsonb_set_lax(jsonb,_text,jsonb)", "gw_jsonb_set_lax({*}, TRUE, 'use_json_null')"), ("jsonb_set_lax(jsonb,_text,jsonb,bool)", "gw_jsonb_set_lax({*}, 'use_json_null')"),
        ("jsonb_set_lax(jsonb,_text,jsonb,bool,text)", "gw_jsonb_set_lax({*})"),
        ("jsonb_set(jsonb,_text,jsonb)", "gw_jsonb_set({*}, TRUE)"), ("jsonb_set(jsonb,_text,jsonb,bool)", "gw_jsonb_set({*})"),
    ];
}
