namespace FederationGateway.Adapters.DuckDbSql;

internal static class TextTemplates
{
    private static readonly string[] Lengths = ["length", "char_length", "character_length"];

    // Name, function of ours, the counts of text arguments and trailing types: regular expressions all run in C#, see Functions/Regex.
    private static readonly string[] RegexSignatures =
    [
        "regexp_like(text,text)", "regexp_like(text,text,text)", "regexp_match(text,text)", "regexp_match(text,text,text)",
        "regexp_count(text,text)", "regexp_count(text,text,int4)", "regexp_count(text,text,int4,text)",
        "regexp_replace(text,text,text)", "regexp_replace(text,text,text,text)",
        "regexp_split_to_array(text,text)", "regexp_split_to_array(text,text,text)",
    ];

    public static IEnumerable<(string, string)> All =>
    [
        // The engine takes a null constant for a list of integers.
        ("||(text,text)", "CAST(({0} || {1}) AS VARCHAR)"), ("||(bytea,bytea)", "CAST(({0} || {1}) AS BLOB)"),
        ("||(text,anynonarray)", "CAST(({0} || {1}) AS VARCHAR)"), ("||(anynonarray,text)", "CAST(({0} || {1}) AS VARCHAR)"),
        .. from type in (string[])["text", "name", "bpchar"] from (string Symbol, string Template) op in RegexOperators select ($"{op.Symbol}({type},text)", op.Template),
        .. from name in Lengths select ($"{name}(text)", "CAST(length({0}) AS INTEGER)"),
        .. from name in Lengths select ($"{name}(bpchar)", "CAST(length(rtrim({0}, ' ')) AS INTEGER)"),
        ("length(bytea)", "CAST(octet_length({0}) AS INTEGER)"), ("octet_length(bytea)", "CAST(octet_length({0}) AS INTEGER)"),
        ("octet_length(text)", "CAST(strlen({0}) AS INTEGER)"), ("octet_length(bpchar)", "CAST(strlen({0}) AS INTEGER)"),
        ("bit_length(text)", "CAST(strlen({0}) * 8 AS INTEGER)"), ("bit_length(bytea)", "CAST(octet_length({0}) * 8 AS INTEGER)"),
        ("ascii(text)", "gw_ascii({0})"), ("chr(int4)", "gw_chr({0})"),
        ("btrim(text)", "trim({0}, ' ')"), ("ltrim(text)", "ltrim({0}, ' ')"), ("rtrim(text)", "rtrim({0}, ' ')"),
        ("btrim(text,text)", "trim({0}, {1})"), ("ltrim(text,text)", "ltrim({0}, {1})"), ("rtrim(text,text)", "rtrim({0}, {1})"),
        ("btrim(bytea,bytea)", "gw_trim({*}, TRUE, TRUE)"), ("ltrim(bytea,bytea)", "gw_trim({*}, TRUE, FALSE)"), ("rtrim(bytea,bytea)", "gw_trim({*}, FALSE, TRUE)"),
        ("concat(any)", "gw_concat({*})"), ("concat_ws(text,any)", "gw_concat_ws({*})"), ("format(text)", "gw_format({*})"), ("format(text,any)", "gw_format({*})"),
        ("initcap(text)", "gw_initcap({0})"), ("lower(text)", "gw_lower({0})"), ("upper(text)", "gw_upper({0})"), ("lcase(text)", "gw_lower({0})"), ("ucase(text)", "gw_upper({0})"),
        ("left(text,int4)", "gw_left({*})"), ("right(text,int4)", "gw_right({*})"),
        ("lpad(text,int4)", "gw_lpad({*}, ' ')"), ("lpad(text,int4,text)", "gw_lpad({*})"), ("rpad(text,int4)", "gw_rpad({*}, ' ')"), ("rpad(text,int4,text)", "gw_rpad({*})"),
        ("md5(text)", "md5({0})"), ("md5(bytea)", "gw_md5({0})"),
        .. from bits in (string[])["224", "256", "384", "512"] select ($"sha{bits}(bytea)", $"gw_sha{bits}({{0}})"),
        ("overlay(text,text,int4)", "gw_overlay({*})"), ("overlay(text,text,int4,int4)", "gw_overlay({*})"),
        ("position(text,text)", "CAST(instr({0}, {1}) AS INTEGER)"), ("strpos(text,text)", "CAST(instr({0}, {1}) AS INTEGER)"), ("locate(text,text)", "CAST(instr({0}, {1}) AS INTEGER)"),
        ("position(bytea,bytea)", "gw_position({*})"), ("overlay(bytea,bytea,int4)", "gw_overlay({*})"), ("overlay(bytea,bytea,int4,int4)", "gw_overlay({*})"),
        ("~~(bytea,bytea)", "gw_bytes_like({*})"), ("!~~(bytea,bytea)", "(NOT gw_bytes_like({*}))"),
        ("convert(bytea,name,name)", "gw_convert({*})"), ("length(bytea,name)", "gw_length({*})"), ("set_bit(bytea,int8,int4)", "gw_set_bit({*})"),
        ("quote_ident(text)", "gw_quote_ident({0})"), ("quote_literal(text)", "gw_quote_literal({0})"), ("quote_nullable(text)", "coalesce(gw_quote_literal({0}), 'NULL')"),
        ("regexp_replace(text,text,text,int4)", "gw_regexp_replace({0}, {1}, {2}, {3}, 1, '')"),
        ("regexp_replace(text,text,text,int4,int4)", "gw_regexp_replace({*}, '')"), ("regexp_replace(text,text,text,int4,int4,text)", "gw_regexp_replace({*})"),
        .. from signature in RegexSignatures select (signature, $"gw_{signature[..signature.IndexOf('(', StringComparison.Ordinal)]}({{*}})"),
        .. Forms("regexp_instr", ["text", "text", "int4", "int4", "int4", "text", "int4"], ["1", "1", "0", "''", "0"]),
        .. Forms("regexp_substr", ["text", "text", "int4", "int4", "text", "int4"], ["1", "1", "''", "0"]),
        ("substring(text,text)", "gw_regexp_substring({*})"), ("substring(text,text,text)", "gw_similar_substring({*})"),
        ("quote_literal(anyelement)", "gw_quote_literal({0})"), ("quote_nullable(anyelement)", "coalesce(gw_quote_literal({0}), 'NULL')"),
        ("repeat(text,int4)", "gw_repeat({*})"), ("replace(text,text,text)", "gw_replace({*})"), ("reverse(text)", "gw_reverse({0})"),
        ("split_part(text,text,int4)", "gw_split_part({*})"), ("starts_with(text,text)", "starts_with({*})"), ("^@(text,text)", "starts_with({*})"),
        ("match_any(text,text,_text)", "gw_match_any({*})"), ("match_all(text,text,_text)", "gw_match_all({*})"),
        ("like_escape(text,text)", "gw_like_escape({*})"), ("similar_to_escape(text)", "gw_similar_to_escape({0}, '\\')"), ("similar_to_escape(text,text)", "gw_similar_to_escape({*})"),
        .. from name in (string[])["substr", "substring"] from (string Types, string Template) form in Substrings select ($"{name}({form.Types})", form.Template),
        ("pg_size_bytes(text)", "gw_size_bytes({0})"), ("parse_ident(text)", "gw_parse_ident({0}, TRUE)"), ("parse_ident(text,bool)", "gw_parse_ident({*})"),
        ("translate(text,text,text)", "gw_translate({*})"), ("unistr(text)", "gw_unistr({0})"),
        .. Forms("normalize", ["text", "text"], ["'NFC'"]), .. Forms("is_normalized", ["text", "text"], ["'NFC'"]),
        ("string_to_array(text,text)", "gw_string_to_array({*}, NULL::VARCHAR)"), ("string_to_array(text,text,text)", "gw_string_to_array({*})"),
        ("encode(bytea,text)", "gw_encode({*})"), ("decode(text,text)", "gw_decode({*})"),
        ("convert_from(bytea,name)", "gw_convert_from({*})"), ("convert_to(text,name)", "gw_convert_to({*})"),
        ("get_byte(bytea,int4)", "gw_get_byte({*})"), ("get_bit(bytea,int8)", "gw_get_bit({*})"), ("set_byte(bytea,int4,int4)", "gw_set_byte({*})"), ("bit_count(bytea)", "gw_bit_count({0})"),
        ("to_char(timestamp,text)", "gw_to_char({*})"), ("to_char(timestamptz,text)", "gw_to_char({*}, @zone)"), ("to_char(interval,text)", "gw_to_char({*})"),
        ("to_char(int4,text)", "gw_integer_to_char({*})"), ("to_char(int8,text)", "gw_number_to_char(CAST({0} AS VARCHAR), {1})"),
        ("to_char(numeric,text)", "gw_number_to_char({*})"), ("to_char(float8,text)", "gw_float_to_char({*}, 15)"), ("to_char(float4,text)", "gw_float_to_char(CAST({0} AS DOUBLE), {1}, 6)"),
        ("to_number(text,text)", "gw_to_number({*})"), ("to_date(text,text)", "gw_to_date({*})"), ("to_timestamp(text,text)", "gw_to_timestamp({*}, @zone)"),
        ("gen_random_uuid()", "uuid()"),
        ("num_nulls(any)", "gw_num_nulls({*})"), ("num_nonnulls(any)", "gw_num_nonnulls({*})"),
    ];

    // A function whose last parameters may be left out, each with the value it then has.
    private static IEnumerable<(string, string)> Forms(string name, string[] types, string[] defaults)
    {
        for (var count = types.Length - defaults.Length; count <= types.Length; count++)
            yield return ($"{name}({string.Join(',', types[..count])})", $"gw_{name}({string.Join(", ", (string[])["{*}", .. defaults[(count - types.Length + defaults.Length)..]])})");
    }

    private static (string Symbol, string Template)[] RegexOperators =>
    [
        ("~", "gw_regexp_like({0}, {1}, '')"), ("!~", "(NOT gw_regexp_like({0}, {1}, ''))"),
        ("~*", "gw_regexp_like({0}, {1}, 'i')"), ("!~*", "(NOT gw_regexp_like({0}, {1}, 'i'))"),
    ];

    private static (string Types, string Template)[] Substrings =>
    [
        ("text,int4", "gw_substring({*})"), ("text,int4,int4", "gw_substring({*})"), ("bytea,int4", "gw_substring({*})"), ("bytea,int4,int4", "gw_substring({*})"),
    ];
}
