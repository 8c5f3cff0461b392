namespace FederationGateway.Binder.Functions;

/// <summary>Functions that return rows (manual 9.25 and those of the other sections that do).</summary>
internal static class SetReturningFunctions
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "generate_series(int4, int4) -> setof int4", "generate_series(int4, int4, int4) -> setof int4",
        "generate_series(int8, int8) -> setof int8", "generate_series(int8, int8, int8) -> setof int8",
        "generate_series(numeric, numeric) -> setof numeric", "generate_series(numeric, numeric, numeric) -> setof numeric",
        "generate_series(timestamp, timestamp, interval) -> setof timestamp",
        "generate_series(timestamptz, timestamptz, interval) -> setof timestamptz stable",
        "generate_subscripts(anyarray, int4) -> setof int4", "generate_subscripts(anyarray, int4, bool) -> setof int4",
        "unnest(anyarray) -> setof anyelement",
        "regexp_matches(text, text) -> setof _text", "regexp_matches(text, text, text) -> setof _text",
        "regexp_split_to_table(text, text) -> setof text", "regexp_split_to_table(text, text, text) -> setof text",
        "string_to_table(text, text) -> setof text nullable", "string_to_table(text, text, text) -> setof text nullable",
        "json_array_elements(json) -> setof (value json)", "json_array_elements_text(json) -> setof (value text)",
        "jsonb_array_elements(jsonb) -> setof (value jsonb)", "jsonb_array_elements_text(jsonb) -> setof (value text)",
        "json_each(json) -> setof (key text, value json)", "json_each_text(json) -> setof (key text, value text)",
        "jsonb_each(jsonb) -> setof (key text, value jsonb)", "jsonb_each_text(jsonb) -> setof (key text, value text)",
        "json_object_keys(json) -> setof text", "jsonb_object_keys(jsonb) -> setof text",
        "pg_options_to_table(_text) -> setof (option_name text, option_value text)",
        "_pg_expandarray(anyarray) -> setof (x anyelement, n int4)",
        "pg_get_keywords() -> setof (word text, catcode char, barelabel bool, catdesc text, baredesc text) stable",
    ];
}
