namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>Text and binary strings, as far as neither locale nor encoding matters. Regular expressions are matched under "C".</summary>
internal static class TextSignatures
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "||(text,text)", "||(bytea,bytea)", "||(text,anynonarray)", "||(anynonarray,text)",
        .. from symbol in (string[])["~", "!~"] from type in (string[])["text", "name", "bpchar"] select $"{symbol}({type},text)",
        .. from symbol in (string[])["~~", "!~~"] from type in (string[])["text", "name", "bpchar"] select $"{symbol}({type},text)",
        "^@(text,text)", "~~(bytea,bytea)", "!~~(bytea,bytea)",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "btrim(text)", "btrim(text,text)", "btrim(bytea,bytea)", "ltrim(text)", "ltrim(text,text)", "rtrim(text)", "rtrim(text,text)",
        "ltrim(bytea,bytea)", "rtrim(bytea,bytea)",
        "char_length(text)", "char_length(bpchar)", "character_length(text)", "character_length(bpchar)", "length(text)", "length(bpchar)",
        "length(bytea)", "octet_length(bytea)", "bit_length(bytea)", "md5(bytea)", "sha224(bytea)", "sha256(bytea)", "sha384(bytea)", "sha512(bytea)",
        "concat(any)", "concat_ws(text,any)", "format(text)", "format(text,any)",
        "left(text,int4)", "right(text,int4)", "lpad(text,int4)", "lpad(text,int4,text)", "rpad(text,int4)", "rpad(text,int4,text)",
        "repeat(text,int4)", "replace(text,text,text)", "reverse(text)", "split_part(text,text,int4)", "starts_with(text,text)", "strpos(text,text)",
        "substr(text,int4)", "substr(text,int4,int4)", "substr(bytea,int4)", "substr(bytea,int4,int4)",
        "substring(text,int4)", "substring(text,int4,int4)", "substring(bytea,int4)", "substring(bytea,int4,int4)",
        "to_hex(int4)", "to_hex(int8)", "translate(text,text,text)", "like_escape(text,text)", "similar_to_escape(text)", "similar_to_escape(text,text)",
        "string_to_array(text,text)", "string_to_array(text,text,text)", "encode(bytea,text)", "decode(text,text)",
        "get_bit(bytea,int8)", "get_byte(bytea,int4)", "set_bit(bytea,int8,int4)", "set_byte(bytea,int4,int4)", "parse_ident(text)", "parse_ident(text,bool)", "num_nulls(any)", "num_nonnulls(any)",
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> Rewritten { get; } =
    [
        // Words of the grammar: only the qualified name is a function like any other.
        new("position(text,text)", "pg_catalog.position({*})"),
        new("position(bytea,bytea)", "pg_catalog.position({*})"),
        new("overlay(text,text,int4)", "pg_catalog.overlay({*})"),
        new("overlay(text,text,int4,int4)", "pg_catalog.overlay({*})"),
        new("overlay(bytea,bytea,int4)", "pg_catalog.overlay({*})"),
        new("overlay(bytea,bytea,int4,int4)", "pg_catalog.overlay({*})"),
        new("substring(text,text)", "substring(({0}) COLLATE \"C\", {1})"),
        new("substring(text,text,text)", "substring(({0}) COLLATE \"C\", {1}, {2})"),
        new("regexp_match(text,text)", "regexp_match(({0}) COLLATE \"C\", {1})"),
        new("regexp_match(text,text,text)", "regexp_match(({0}) COLLATE \"C\", {1}, {2})"),
        new("regexp_replace(text,text,text)", "regexp_replace(({0}) COLLATE \"C\", {1}, {2})"),
        new("regexp_replace(text,text,text,text)", "regexp_replace(({0}) COLLATE \"C\", {1}, {2}, {3})"),
        new("regexp_split_to_array(text,text)", "regexp_split_to_array(({0}) COLLATE \"C\", {1})"),
        new("regexp_split_to_array(text,text,text)", "regexp_split_to_array(({0}) COLLATE \"C\", {1}, {2})"),
        new("ifnull(anycompatible,anycompatible)", "coalesce({*})"),
        new("locate(text,text)", "strpos({*})"),
    ];
}
