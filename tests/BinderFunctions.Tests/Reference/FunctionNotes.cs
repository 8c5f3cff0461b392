namespace FederationGateway.BinderFunctions.Tests.Reference;

/// <summary>What a reader of the list of functions should know beyond the signatures: limits, and what an answer depends on.</summary>
internal static class FunctionNotes
{
    private static readonly Dictionary<string, string> Sections = new(StringComparer.Ordinal)
    {
        ["9.2. Comparison"] = "Text is ordered byte by byte (the collation \"C\"); a PostgreSQL source is asked for that order. `char(n)` ignores trailing blanks, numerics trailing zeros.",
        ["9.3. Mathematics"] = "Numerics have PostgreSQL's digits and scales. Floating-point functions are the C library's, as PostgreSQL's are.",
        ["9.4. Strings"] = "Positions and lengths count code points. Upper and lower case follow Unicode's simple mappings, as PostgreSQL does in a database of the locale C.UTF-8.",
        ["9.7. Pattern matching"] = "Regular expressions are PostgreSQL's advanced ones, under the collation \"C\" with Unicode's upper and lower case. A pattern that mixes greedy and non-greedy quantifiers answers whether it matches; where it matches is refused (`0A000`). `LIKE ANY (array)` and its like are there for every operator of this section.",
        ["9.8. Formatting"] = "Names of months and days, signs and separators are English, as under `lc_time` and `lc_numeric` C.",
        ["9.9. Dates and times"] = "Dates from 4713 BC to 294276 AD. What is stable depends on the session's `TimeZone`, which only the gateway knows.",
        ["9.16. JSON"] = "`jsonb` is kept in PostgreSQL's normal form; `json` is kept as it was written. FROM also takes `json_to_record`, `json_to_recordset`, `jsonb_to_record` and `jsonb_to_recordset` with a column definition list. Rows of tables become objects, except on the side of an outer join that may have none (`0A000`).",
        ["9.19. Arrays"] = "Arrays have one dimension and count from 1.",
        ["9.21. Aggregates"] = "Sums and averages of floating-point numbers depend on the order of the rows in their last digits, as they do in PostgreSQL. Any of these may be called OVER a window.",
    };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["random"] = "no seed: `setseed` is refused",
        ["extract"] = "a field of an infinite moment that PostgreSQL gives as infinite fails (22003) where rows have left before it is met",
        ["make_interval"] = "takes its arguments by name too, as do the other make_ functions, `jsonb_set`, `jsonb_set_lax`, `jsonb_insert` and `parse_ident`",
        ["convert_from"] = "UTF8, LATIN1 and SQL_ASCII; other encodings are refused (0A000)",
        ["concat"] = "VARIADIC takes an array here and for `concat_ws` and the `_extract_path` functions; elsewhere only one that is written out",
        ["percentile_cont"] = "the fraction must not depend on columns",
        ["percentile_disc"] = "the fraction must not depend on columns",
        ["array_fill"] = "one dimension, counting from 1",
        ["gen_random_uuid"] = "version 4",
    };

    /// <summary>What holds for a whole section of the manual.</summary>
    public static string? OfSection(string section) => Sections.GetValueOrDefault(section);

    /// <summary>What holds for the functions of a name.</summary>
    public static string? Of(string name) => Names.GetValueOrDefault(name);
}
