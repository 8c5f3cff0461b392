namespace FederationGateway.BinderFunctions.Tests.Reference;

/// <summary>What a reader of the list of functions should know beyond the signatures: limits, and what an answer depends on.</summary>
internal static class FunctionNotes
{
    private static readonly Dictionary<string, string> Sections = new(StringComparer.Ordinal)
    {
        ["9.2. Comparison"] = "Text is ordered byte by byte (the collation \"C\"); a PostgreSQL source is asked for that order. `char(n)` ignores trailing blanks, numerics trailing zeros.",
        ["9.3. Mathematics"] = "Numerics have PostgreSQL's digits and scales. Floating-point functions are the C library's, as PostgreSQL's are.",
        ["9.4. Strings"] = "Positions and lengths count code points. Upper and lower case follow Unicode's simple mappings, as PostgreSQL does in a database of the locale C.UTF-8.",
        ["9.7. Pattern matching"] = "Regular expressions are PostgreSQL's advanced ones, under the collation \"C\" with Unicode's upper and lower case. A pattern that mixes greedy and non-greedy quantifiers answers whether it matches; where it matches is refused (`0A000`).",
        ["9.8. Formatting"] = "Names of months and days, signs and separators are English, as under `lc_time` and `lc_numeric` C.",
        ["9.9. Dates and times"] = "Dates from 4713 BC to 294276 AD. What is stable depends on the session's `TimeZone`, which only the gateway knows.",
        ["9.16. JSON"] = "`jsonb` is kept in PostgreSQL's normal form; `json` is kept as it was written.",
        ["9.19. Arrays"] = "Arrays have one dimension and count from 1.",
        ["9.21. Aggregates"] = "Sums and averages of floating-point numbers depend on the order of the rows in their last digits, as they do in PostgreSQL. Any of these may be called OVER a window.",
    };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["random"] = "no seed: `setseed` is refused",
        ["gen_random_uuid"] = "version 4",
    };

    /// <summary>What holds for a whole section of the manual.</summary>
    public static string? OfSection(string section) => Sections.GetValueOrDefault(section);

    /// <summary>What holds for the functions of a name.</summary>
    public static string? Of(string name) => Names.GetValueOrDefault(name);
}
