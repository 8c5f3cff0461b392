using System.Collections.Frozen;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Text as SQL writes identifiers and literals.</summary>
internal static class Quoting
{
    // The key words of PostgreSQL that are not unreserved: as identifiers they need quotes.
    private static readonly FrozenSet<string> KeyWords = (
        "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce collate collation column "
        + "concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc "
        + "distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect "
        + "interval into is isnull join lateral leading least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or "
        + "order out outer overlaps overlay placing position precision primary real references returning right row select session_user setof similar smallint some substring symmetric table "
        + "tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement "
        + "xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The key words that cannot be used as names as they are, in order.</summary>
    public static IReadOnlyList<string> ReservedWords { get; } = [.. KeyWords.Order(StringComparer.Ordinal)];

    public static string Identifier(string name)
    {
        var isPlain = name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_');
        foreach (var c in name)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_') isPlain = false;
        return isPlain && !KeyWords.Contains(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string Literal(string text)
    {
        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\', StringComparison.Ordinal) ? $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{quoted}'";
    }
}
