namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>JSON: navigation and construction. Equality of jsonb is exact, its order is not (<see cref="TextOrder"/>).</summary>
internal static class JsonSignatures
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        .. from symbol in (string[])["->", "->>"] from type in (string[])["json", "jsonb"] from key in (string[])["text", "int4"] select $"{symbol}({type},{key})",
        .. from symbol in (string[])["#>", "#>>"] from type in (string[])["json", "jsonb"] select $"{symbol}({type},_text)",
        "@>(jsonb,jsonb)", "<@(jsonb,jsonb)", "?(jsonb,text)", "?|(jsonb,_text)", "?&(jsonb,_text)",
        "||(jsonb,jsonb)", "-(jsonb,text)", "-(jsonb,int4)", "-(jsonb,_text)", "#-(jsonb,_text)",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "to_json(anyelement)", "to_jsonb(anyelement)", "array_to_json(anyarray)",
        .. from type in (string[])["json", "jsonb"] from rest in (string[])["_build_array()", "_build_array(any)", "_build_object()", "_build_object(any)"] select type + rest,
        "json_array_length(json)", "jsonb_array_length(jsonb)", "json_typeof(json)", "jsonb_typeof(jsonb)",
        "json_extract_path(json,text)", "json_extract_path_text(json,text)", "jsonb_extract_path(jsonb,text)", "jsonb_extract_path_text(jsonb,text)",
        "json_strip_nulls(json)", "jsonb_strip_nulls(jsonb)", "jsonb_pretty(jsonb)", "jsonb_insert(jsonb,_text,jsonb)", "jsonb_insert(jsonb,_text,jsonb,bool)",
        "jsonb_set_lax(jsonb,_text,jsonb)", "jsonb_set_lax(jsonb,_text,jsonb,bool)", "jsonb_set_lax(jsonb,_text,jsonb,bool,text)", "jsonb_set(jsonb,_text,jsonb)", "jsonb_set(jsonb,_text,jsonb,bool)",
    ];
}
