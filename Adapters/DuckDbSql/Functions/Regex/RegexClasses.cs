using System.Globalization;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Character classes as they stand inside .NET's brackets.</summary>
internal static class RegexClasses
{
    // What the C library of a UTF-8 locale calls space: without the blanks that do not break.
    private const string Space = @"\t-\r \u1680\u2000-\u2006\u2008-\u200A\u2028\u2029\u205F\u3000";
    private const string Alphanumeric = @"\p{L}\p{Nl}\p{Nd}";

    public static string? Find(string name) => name switch
    {
        "alpha" => @"\p{L}\p{Nl}",
        "alnum" => Alphanumeric,
        "digit" => "0-9",
        "xdigit" => "0-9A-Fa-f",
        "lower" => @"\p{Ll}\u00AA\u00BA",
        "upper" => @"\p{Lu}",
        "space" => Space,
        "blank" => @" \t",
        "punct" => @"!-/:-@\[-`{-~\p{P}\p{S}",
        "cntrl" => @"\p{Cc}",
        "graph" => @"!-~\p{L}\p{N}\p{P}\p{S}",
        "print" => @" -~\p{L}\p{N}\p{P}\p{S}",
        "word" => Alphanumeric + "_",
        "ascii" => @"\x00-\x7F",
        _ => null,
    };

    public static string OfEscape(char letter) => letter switch
    {
        'd' => "0-9",
        's' => Space,
        _ => Alphanumeric + "_",
    };

    /// <summary>A character outside brackets.</summary>
    public static string Quote(int code) => code > 0xFFFF
        ? $"(?:{char.ConvertFromUtf32(code)})"
        : string.Create(CultureInfo.InvariantCulture, $"\\u{code:X4}");

    public static string QuoteInBracket(int code) => string.Create(CultureInfo.InvariantCulture, $"\\u{code:X4}");
}
