namespace FederationGateway.Binder.Functions;

/// <summary>LIKE, SIMILAR TO and regular expressions (manual 9.7).</summary>
internal static class PatternFunctions
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        .. from symbol in (string[])["~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"]
           from pair in (string[])["text, text", "name, text", "bpchar, text"] select $"{symbol}({pair}) -> bool",
        "~~(bytea, bytea) -> bool", "!~~(bytea, bytea) -> bool",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "like_escape(text, text) -> text", "similar_to_escape(text) -> text", "similar_to_escape(text, text) -> text",
        "regexp_count(text, text) -> int4", "regexp_count(text, text, int4) -> int4", "regexp_count(text, text, int4, text) -> int4",
        "regexp_instr(text, text) -> int4", "regexp_instr(text, text, int4) -> int4", "regexp_instr(text, text, int4, int4) -> int4",
        "regexp_instr(text, text, int4, int4, int4) -> int4", "regexp_instr(text, text, int4, int4, int4, text) -> int4",
        "regexp_instr(text, text, int4, int4, int4, text, int4) -> int4",
        "regexp_like(text, text) -> bool", "regexp_like(text, text, text) -> bool",
        "regexp_match(text, text) -> _text", "regexp_match(text, text, text) -> _text",
        "regexp_replace(text, text, text) -> text", "regexp_replace(text, text, text, text) -> text",
        "regexp_replace(text, text, text, int4) -> text", "regexp_replace(text, text, text, int4, int4) -> text",
        "regexp_replace(text, text, text, int4, int4, text) -> text",
        "regexp_split_to_array(text, text) -> _text", "regexp_split_to_array(text, text, text) -> _text",
        "regexp_substr(text, text) -> text", "regexp_substr(text, text, int4) -> text", "regexp_substr(text, text, int4, int4) -> text",
        "regexp_substr(text, text, int4, int4, text) -> text", "regexp_substr(text, text, int4, int4, text, int4) -> text",
        "substring(text, text) -> text", "substring(text, text, text) -> text",
    ];
}
