using System.Collections.Frozen;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Names as SQL text: quoted where they must be, taken apart where a client wrote them.</summary>
internal static class SqlNames
{
    // PostgreSQL quotes every keyword that is not unreserved, as a name that reads as one may not come back as itself.
    private static readonly FrozenSet<string> Keywords = """
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce collate collation column
        concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct
        do else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval
        into is isnull join lateral leading least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or order
        out outer overlaps overlay placing position precision primary real references returning right row select session_user setof similar smallint some substring symmetric table
        tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement
        xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name, in double quotes unless it reads back as itself without them.</summary>
    public static string Quote(string name) => IsPlain(name) && !Keywords.Contains(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Quote(string schema, string name) => $"{Quote(schema)}.{Quote(name)}";

    /// <summary>The parts of a possibly quoted, possibly qualified name, unquoted ones folded to lower case; null when it is not well formed.</summary>
    public static IReadOnlyList<string>? Split(string text)
    {
        List<string> parts = [];
        var position = 0;
        while (true)
        {
            while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
            if (ReadPart(text, ref position) is not { } part) return null;
            parts.Add(part);
            while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
            if (position == text.Length) return parts;
            if (text[position++] != '.') return null;
        }
    }

    private static string? ReadPart(string text, ref int position)
    {
        if (position >= text.Length) return null;
        if (text[position] != '"')
        {
            var start = position;
            while (position < text.Length && text[position] != '.' && text[position] != '"' && !char.IsWhiteSpace(text[position])) position++;
            return position == start ? null : text[start..position].ToLowerInvariant();
        }

        var from = ++position;
        while (position < text.Length)
        {
            if (text[position] == '"')
            {
                if (position + 1 >= text.Length || text[position + 1] != '"')
                {
                    var part = text[from..position++].Replace("\"\"", "\"", StringComparison.Ordinal);
                    return part.Length == 0 ? null : part;
                }

                position++;
            }

            position++;
        }

        return null;
    }

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || (!char.IsAsciiLetterLower(name[0]) && name[0] != '_')) return false;
        foreach (var character in name)
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_') return false;
        return true;
    }
}
