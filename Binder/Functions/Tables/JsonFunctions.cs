namespace FederationGateway.Binder.Functions;

/// <summary>JSON (manual 9.16).</summary>
internal static class JsonFunctions
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "->(json, text) -> json", "->(json, int4) -> json", "->>(json, text) -> text", "->>(json, int4) -> text",
        "->(jsonb, text) -> jsonb", "->(jsonb, int4) -> jsonb", "->>(jsonb, text) -> text", "->>(jsonb, int4) -> text",
        "#>(json, _text) -> json", "#>>(json, _text) -> text", "#>(jsonb, _text) -> jsonb", "#>>(jsonb, _text) -> text",
        "@>(jsonb, jsonb) -> bool", "<@(jsonb, jsonb) -> bool",
        "?(jsonb, text) -> bool", "?|(jsonb, _text) -> bool", "?&(jsonb, _text) -> bool",
        "||(jsonb, jsonb) -> jsonb", "-(jsonb, text) -> jsonb", "-(jsonb, int4) -> jsonb", "-(jsonb, _text) -> jsonb", "#-(jsonb, _text) -> jsonb",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "to_json(anyelement) -> json stable", "to_jsonb(anyelement) -> jsonb stable",
        "array_to_json(anyarray) -> json stable", "array_to_json(anyarray, bool) -> json stable", "row_to_json(record) -> json stable", "row_to_json(record, bool) -> json stable",
        "json_build_array() -> json stable", "json_build_array(variadic any) -> json stable nullable",
        "jsonb_build_array() -> jsonb stable", "jsonb_build_array(variadic any) -> jsonb stable nullable",
        "json_build_object() -> json stable", "json_build_object(variadic any) -> json stable nullable",
        "jsonb_build_object() -> jsonb stable", "jsonb_build_object(variadic any) -> jsonb stable nullable",
        "json_object(_text) -> json", "json_object(_text, _text) -> json", "jsonb_object(_text) -> jsonb", "jsonb_object(_text, _text) -> jsonb",
        "json_array_length(json) -> int4", "jsonb_array_length(jsonb) -> int4",
        "json_typeof(json) -> text", "jsonb_typeof(jsonb) -> text",
        "json_extract_path(json, variadic text) -> json", "json_extract_path_text(json, variadic text) -> text",
        "jsonb_extract_path(jsonb, variadic text) -> jsonb", "jsonb_extract_path_text(jsonb, variadic text) -> text",
        "json_strip_nulls(json) -> json", "jsonb_strip_nulls(jsonb) -> jsonb", "jsonb_pretty(jsonb) -> text",
        "jsonb_insert(jsonb, _text, jsonb) -> jsonb", "jsonb_insert(jsonb, _text, jsonb, bool) -> jsonb",
        "jsonb_set_lax(jsonb, _text, jsonb) -> jsonb nullable", "jsonb_set_lax(jsonb, _text, jsonb, bool) -> jsonb nullable", "jsonb_set_lax(jsonb, _text, jsonb, bool, text) -> jsonb nullable",
        "jsonb_set(jsonb, _text, jsonb) -> jsonb", "jsonb_set(jsonb, _text, jsonb, bool) -> jsonb",
    ];
}
