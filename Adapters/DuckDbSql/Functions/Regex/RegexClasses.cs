using System.Globalization;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Character classes as they stand inside .NET's brackets.</summary>
internal static class RegexClasses
{
    public static string? Find(string name) => name switch
    {
        "alpha" => @"\p{L}",
        "alnum" => @"\p{L}\p{N}",
        "digit" => "0-9",
        "xdigit" => "0-9A-Fa-f",
        "lower" => @"\p{Ll}",
        "upper" => @"\p{Lu}",
        "space" => @"\s",
        "blank" => @" \t",
        "punct" => @"!-/:-@\[-`{-~\p{P}\p{S}",
        "cntrl" => @"\p{Cc}",
        "graph" => @"!-~\p{L}\p{N}\p{P}\p{S}",
        "print" => @" -~\p{L}\p{N}\p{P}\p{S}",
        "word" => @"\p{L}\p{N}_",
        "ascii" => @"\x00-\x7F",
        _ => null,
    };

    public static string OfEscape(char letter) => letter switch
    {
        'd' => "0-9",
        's' => @"\s",
        _ => @"\p{L}\p{N}_",
    };

    /// <summary>A character outside brackets.</summary>
    public static string Quote(int code) => code > 0xFFFF
        ? $"(?:{char.ConvertFromUtf32(code)})"
        : string.Create(CultureInfo.InvariantCulture, $"\\u{code:X4}");

    public static string QuoteInBracket(int code) => string.Create(CultureInfo.InvariantCulture, $"\\u{code:X4}");
}
