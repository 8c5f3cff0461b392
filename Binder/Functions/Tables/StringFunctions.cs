namespace FederationGateway.Binder.Functions;

/// <summary>Strings (manual 9.4).</summary>
internal static class StringFunctions
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "||(text, text) -> text",
        "||(text, anynonarray) -> text stable", "||(anynonarray, text) -> text stable",
        "^@(text, text) -> bool",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "ascii(text) -> int4", "chr(int4) -> text",
        "bit_length(text) -> int4",
        "btrim(text) -> text", "btrim(text, text) -> text", "ltrim(text) -> text", "ltrim(text, text) -> text", "rtrim(text) -> text", "rtrim(text, text) -> text",
        "char_length(text) -> int4", "char_length(bpchar) -> int4", "character_length(text) -> int4", "character_length(bpchar) -> int4",
        "length(text) -> int4", "length(bpchar) -> int4", "octet_length(text) -> int4", "octet_length(bpchar) -> int4",
        "concat(variadic any) -> text stable nullable", "concat_ws(text, variadic any) -> text stable nullable",
        "format(text) -> text stable nullable", "format(text, variadic any) -> text stable nullable",
        "initcap(text) -> text", "lower(text) -> text", "upper(text) -> text",
        "is_normalized(text) -> bool", "is_normalized(text, text) -> bool", "normalize(text) -> text", "normalize(text, text) -> text",
        "left(text, int4) -> text", "right(text, int4) -> text",
        "lpad(text, int4) -> text", "lpad(text, int4, text) -> text", "rpad(text, int4) -> text", "rpad(text, int4, text) -> text",
        "md5(text) -> text",
        "overlay(text, text, int4) -> text", "overlay(text, text, int4, int4) -> text",
        "parse_ident(text) -> _text", "parse_ident(text, bool) -> _text",
        "position(text, text) -> int4", "strpos(text, text) -> int4",
        "quote_ident(text) -> text", "quote_literal(text) -> text", "quote_literal(anyelement) -> text stable",
        "quote_nullable(text) -> text nullable", "quote_nullable(anyelement) -> text stable nullable",
        "repeat(text, int4) -> text", "replace(text, text, text) -> text", "reverse(text) -> text",
        "split_part(text, text, int4) -> text", "starts_with(text, text) -> bool",
        "string_to_array(text, text) -> _text nullable", "string_to_array(text, text, text) -> _text nullable",
        "substr(text, int4) -> text", "substr(text, int4, int4) -> text", "substring(text, int4) -> text", "substring(text, int4, int4) -> text",
        "to_ascii(text) -> text", "to_hex(int4) -> text", "to_hex(int8) -> text",
        "translate(text, text, text) -> text", "unistr(text) -> text",
    ];
}
