using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>SIMILAR TO patterns as regular expressions: anchored, % and _ are wildcards, the rest of the SQL standard's notation means the same.</summary>
internal static class SimilarPattern
{
    /// <summary>A null escape is the backslash, an empty one none.</summary>
    public static string? ToRegex(string pattern, string? escape)
    {
        escape ??= "\\";
        LikePattern.CheckEscape(escape);
        var result = new StringBuilder("^(?:");
        var isInBrackets = false;
        var quotes = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (escape.Length > 0 && string.CompareOrdinal(pattern, i, escape, 0, escape.Length) == 0)
            {
                i += escape.Length;
                if (i >= pattern.Length) break;
                if (pattern[i] == '"' && !isInBrackets)
                {
                    // Three parts for SUBSTRING: the middle one is what is wanted, and the first takes as little as it can.
                    result.Append(quotes switch
                    {
                        0 => "){1,1}?(",
                        1 => "){1,1}(?:",
                        _ => throw new GatewayException(SqlState.InvalidEscapeSequence, "SQL regular expression may not contain more than two escape-double-quote separators"),
                    });
                    quotes++;
                }
                else result.Append('\\').Append(pattern[i]);
                continue;
            }

            if (isInBrackets)
            {
                if (c == '\\') result.Append('\\');
                result.Append(c);
                isInBrackets = c != ']';
                continue;
            }

            switch (c)
            {
                case '[': isInBrackets = true; result.Append(c); break;
                case '%': result.Append(".*"); break;
                case '_': result.Append('.'); break;
                case '(': result.Append("(?:"); break;
                case '\\' or '.' or '^' or '$': result.Append('\\').Append(c); break;
                default: result.Append(c); break;
            }
        }

        return result.Append(")$").ToString();
    }
}
