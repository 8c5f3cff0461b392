using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>
/// The functions sent to PostgreSQL, by signature. Most are written as they are called; being listed is the statement that neither locale, nor encoding, nor a
/// setting of the session changes their answer, and that every server since version 14 has them.
/// </summary>
internal static class PostgreSqlFunctions
{
    private const string CaseFolding = "upper and lower case of letters depend on the database's locale";
    private const string Encoding = "the answer depends on the server's encoding";
    private const string Language = "the answer depends on the server's language and number format";

    public static FunctionTable Scalars { get; } = Table(
        [
            .. NumberSignatures.Scalars, .. TextSignatures.Scalars, .. DateTimeSignatures.Scalars, .. ArraySignatures.Scalars, .. JsonSignatures.Scalars,
            "coalesce(any)", "greatest(any)", "least(any)", "nullif(any,any)",
        ],
        [
            .. NumberSignatures.Operators, .. TextSignatures.Operators, .. DateTimeSignatures.Operators, .. ArraySignatures.Operators, .. JsonSignatures.Operators,
        ],
        [.. TextSignatures.Rewritten, .. DateTimeSignatures.Rewritten]);

    public static FunctionTable Aggregates { get; } = Table(AggregateSignatures.All, [], [new("count()", "count(*)")]);

    public static FunctionTable Windows { get; } = Table(
        [
            "row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()", "ntile(int4)",
            "lag(anyelement)", "lag(anyelement,int4)", "lag(anycompatible,int4,anycompatible)",
            "lead(anyelement)", "lead(anyelement,int4)", "lead(anycompatible,int4,anycompatible)",
            "first_value(anyelement)", "last_value(anyelement)", "nth_value(anyelement,int4)",
        ],
        [],
        []);

    public static FunctionTable Sets { get; } = Table(
        [
            "generate_series(int4,int4)", "generate_series(int4,int4,int4)", "generate_series(int8,int8)", "generate_series(int8,int8,int8)",
            "generate_series(numeric,numeric)", "generate_series(numeric,numeric,numeric)", "generate_series(timestamp,timestamp,interval)",
            "generate_subscripts(anyarray,int4)", "unnest(anyarray)", "string_to_table(text,text)",
            "json_array_elements(json)", "json_array_elements_text(json)", "jsonb_array_elements(jsonb)", "jsonb_array_elements_text(jsonb)",
            "json_each(json)", "json_each_text(json)", "jsonb_each(jsonb)", "jsonb_each_text(jsonb)", "json_object_keys(json)", "jsonb_object_keys(jsonb)",
        ],
        [],
        []);

    /// <summary>Operators that match regular expressions, whose classes of characters a collation decides.</summary>
    public static bool IsMatching(string symbol) => symbol is "~" or "!~";

    /// <summary>Whether the second argument is a regular expression.</summary>
    public static bool TakesRegularExpression(FunctionReference function) =>
        IsMatching(function.Name) || function.Name.StartsWith("regexp_", StringComparison.Ordinal) || function.Signature == "substring(text,text)";

    /// <summary>Whether a pattern names a class of characters, the border of a word, or options.</summary>
    public static bool HasClasses(string pattern)
    {
        if (pattern.Contains("[:", StringComparison.Ordinal) || pattern.Contains("[=", StringComparison.Ordinal) || pattern.StartsWith("(?", StringComparison.Ordinal) || pattern.StartsWith("***", StringComparison.Ordinal)) return true;
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] != '\\') continue;
            if ("dswDSWmMyY".Contains(pattern[i + 1], StringComparison.Ordinal)) return true;
            i++;
        }

        return false;
    }

    /// <summary>Which argument holds the flags of a regular expression.</summary>
    public static int? FlagsArgument(string signature) => signature switch
    {
        "regexp_match(text,text,text)" or "regexp_split_to_array(text,text,text)" => 2,
        "regexp_replace(text,text,text,text)" => 3,
        _ => null,
    };

    /// <summary>Why a function PostgreSQL has is not sent, or null when there is nothing to say but that it is not listed.</summary>
    public static string? ReasonAgainst(string function) => function switch
    {
        "lower" or "upper" or "initcap" or "lcase" or "ucase" or "~*" or "!~*" or "~~*" or "!~~*" => CaseFolding,
        "ascii" or "chr" or "octet_length" or "bit_length" or "md5" or "convert_to" or "convert_from" or "to_ascii" => Encoding,
        "normalize" or "is_normalized" => "which characters are decomposed depends on the server's version of Unicode",
        "width_bucket" => "its division of numerics is rounded, by servers of different versions differently",
        "to_char" or "to_number" or "to_date" or "to_timestamp" => Language,
        _ => null,
    };

    private static FunctionTable Table(IEnumerable<string> functions, IEnumerable<string> operators, IEnumerable<KeyValuePair<string, string>> rewritten)
    {
        FunctionTable table = [];
        foreach (var signature in functions) table.Add(signature, signature[..signature.IndexOf('(', StringComparison.Ordinal)] + "({*})");
        foreach (var signature in operators)
        {
            var symbol = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
            table.Add(signature, signature.Contains(',', StringComparison.Ordinal) ? $"({{0}}) {symbol} ({{1}})" : $"{symbol} ({{0}})");
        }

        foreach (var (signature, template) in rewritten) table.Add(signature, template);
        return table;
    }
}
