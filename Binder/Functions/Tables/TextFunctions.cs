namespace FederationGateway.Binder.Functions;

/// <summary>Strings, binary strings, patterns, formatting, uuid (manual 9.4, 9.5, 9.7, 9.8, 9.14).</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "||(text, text) -> text", "||(bytea, bytea) -> bytea",
        "||(text, anynonarray) -> text stable", "||(anynonarray, text) -> text stable",
        .. from symbol in (string[])["~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"]
           from pair in (string[])["text, text", "name, text", "bpchar, text"] select $"{symbol}({pair}) -> bool",
        "^@(text, text) -> bool",
        "~~(bytea, bytea) -> bool", "!~~(bytea, bytea) -> bool",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "ascii(text) -> int4", "chr(int4) -> text",
        "bit_length(text) -> int4", "bit_length(bytea) -> int4",
        "btrim(text) -> text", "btrim(text, text) -> text", "btrim(bytea, bytea) -> bytea",
        "ltrim(text) -> text", "ltrim(text, text) -> text", "ltrim(bytea, bytea) -> bytea",
        "rtrim(text) -> text", "rtrim(text, text) -> text", "rtrim(bytea, bytea) -> bytea",
        "char_length(text) -> int4", "char_length(bpchar) -> int4", "character_length(text) -> int4", "character_length(bpchar) -> int4",
        "length(text) -> int4", "length(bpchar) -> int4", "length(bytea) -> int4",
        "octet_length(text) -> int4", "octet_length(bpchar) -> int4", "octet_length(bytea) -> int4",
        "concat(variadic any) -> text stable nullable", "concat_ws(text, variadic any) -> text stable nullable",
        "format(text) -> text stable nullable", "format(text, variadic any) -> text stable nullable",
        "initcap(text) -> text", "lower(text) -> text", "upper(text) -> text",
        "left(text, int4) -> text", "right(text, int4) -> text",
        "lpad(text, int4) -> text", "lpad(text, int4, text) -> text", "rpad(text, int4) -> text", "rpad(text, int4, text) -> text",
        "md5(text) -> text", "md5(bytea) -> text",
        "sha224(bytea) -> bytea", "sha256(bytea) -> bytea", "sha384(bytea) -> bytea", "sha512(bytea) -> bytea",
        "overlay(text, text, int4) -> text", "overlay(text, text, int4, int4) -> text",
        "overlay(bytea, bytea, int4) -> bytea", "overlay(bytea, bytea, int4, int4) -> bytea",
        "position(text, text) -> int4", "position(bytea, bytea) -> int4", "strpos(text, text) -> int4",
        "quote_ident(text) -> text", "quote_literal(text) -> text", "quote_literal(anyelement) -> text stable",
        "quote_nullable(text) -> text nullable", "quote_nullable(anyelement) -> text stable nullable",
        "regexp_count(text, text) -> int4", "regexp_count(text, text, int4) -> int4", "regexp_count(text, text, int4, text) -> int4",
        "regexp_like(text, text) -> bool", "regexp_like(text, text, text) -> bool",
        "regexp_match(text, text) -> _text", "regexp_match(text, text, text) -> _text",
        "regexp_replace(text, text, text) -> text", "regexp_replace(text, text, text, text) -> text",
        "regexp_replace(text, text, text, int4) -> text", "regexp_replace(text, text, text, int4, int4) -> text",
        "regexp_replace(text, text, text, int4, int4, text) -> text",
        "regexp_split_to_array(text, text) -> _text", "regexp_split_to_array(text, text, text) -> _text",
        "repeat(text, int4) -> text", "replace(text, text, text) -> text", "reverse(text) -> text",
        "split_part(text, text, int4) -> text", "starts_with(text, text) -> bool",
        "like_escape(text, text) -> text", "similar_to_escape(text) -> text", "similar_to_escape(text, text) -> text nullable",
        "substr(text, int4) -> text", "substr(text, int4, int4) -> text", "substr(bytea, int4) -> bytea", "substr(bytea, int4, int4) -> bytea",
        "substring(text, int4) -> text", "substring(text, int4, int4) -> text", "substring(text, text) -> text", "substring(text, text, text) -> text",
        "substring(bytea, int4) -> bytea", "substring(bytea, int4, int4) -> bytea",
        "to_ascii(text) -> text", "to_hex(int4) -> text", "to_hex(int8) -> text",
        "translate(text, text, text) -> text", "unistr(text) -> text",
        "string_to_array(text, text) -> _text nullable", "string_to_array(text, text, text) -> _text nullable",
        "encode(bytea, text) -> text", "decode(text, text) -> bytea",
        "convert_from(bytea, name) -> text", "convert_to(text, name) -> bytea",
        "get_bit(bytea, int8) -> int4", "get_byte(bytea, int4) -> int4", "set_byte(bytea, int4, int4) -> bytea", "bit_count(bytea) -> int8",
        "to_char(timestamp, text) -> text stable", "to_char(timestamptz, text) -> text stable", "to_char(interval, text) -> text stable",
        "to_char(int4, text) -> text stable", "to_char(int8, text) -> text stable", "to_char(float4, text) -> text stable",
        "to_char(float8, text) -> text stable", "to_char(numeric, text) -> text stable",
        "to_number(text, text) -> numeric stable", "to_date(text, text) -> date stable", "to_timestamp(text, text) -> timestamptz stable",
        "gen_random_uuid() -> uuid volatile",
        "num_nulls(variadic any) -> int4 nullable", "num_nonnulls(variadic any) -> int4 nullable",
    ];
}
