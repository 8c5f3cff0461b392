using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>SIMILAR TO patterns as regular expressions: anchored, % and _ are wildcards, the rest of the SQL standard's notation means the same.</summary>
internal static class SimilarPattern
{
    private static readonly RegexFlags Plain = RegexFlags.Read("");

    /// <summary>An empty escape is none.</summary>
    public static string ToRegex(string pattern, string escape)
    {
        var parts = Parts(pattern, escape);
        return parts.Count == 1 ? $"^(?:{parts[0]})$" : $"^(?:{parts[0]}){{1,1}}?({parts[1]}){(parts.Count > 2 ? $"{{1,1}}(?:{parts[2]})" : "")}$";
    }

    /// <summary>
    /// SUBSTRING … SIMILAR: what lies between the separators, in front of which as little as possible is left and behind which as little as then is possible;
    /// the whole text when the pattern has no separators and matches it.
    /// </summary>
    public static string? Substring(string text, string pattern, string escape)
    {
        var parts = Parts(pattern, escape);
        if (parts.Count == 1) return Whole(parts[0]).IsMatch(text) ? text : null;
        var (before, wanted, behind) = (Whole(parts[0]), Whole(parts[1]), parts.Count > 2 ? Whole(parts[2]) : null);
        for (var start = 0; start <= text.Length; start++)
        {
            if (IsInsideCharacter(text, start) || !before.IsMatch(text[..start])) continue;
            for (var end = text.Length; end >= start; end--)
                if (!IsInsideCharacter(text, end) && wanted.IsMatch(text[start..end]) && (behind is null ? end == text.Length : behind.IsMatch(text[end..]))) return text[start..end];
        }

        return null;
    }

    private static PgRegex Whole(string part) => PgRegex.Of($"^(?:{part})$", Plain);

    private static bool IsInsideCharacter(string text, int index) => index < text.Length && index > 0 && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]);

    // The pattern between the separators, which are the escape and a quote.
    private static List<string> Parts(string pattern, string escape)
    {
        LikePattern.CheckEscape(escape);
        List<string> parts = [];
        var result = new StringBuilder();
        var isInBrackets = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (escape.Length > 0 && string.CompareOrdinal(pattern, i, escape, 0, escape.Length) == 0)
            {
                i += escape.Length;
                if (i >= pattern.Length) break;
                if (pattern[i] != '"' || isInBrackets) result.Append('\\').Append(pattern[i]);
                else
                {
                    if (parts.Count == 2) throw new GatewayException(SqlState.InvalidUseOfEscapeCharacter, "SQL regular expression may not contain more than two escape-double-quote separators");
                    parts.Add(result.ToString());
                    result.Clear();
                }
            }
            else if (isInBrackets)
            {
                if (c == '\\') result.Append('\\');
                result.Append(c);
                isInBrackets = c != ']';
            }
            else
            {
                isInBrackets = c == '[';
                result.Append(c switch
                {
                    '%' => ".*",
                    '_' => ".",
                    '(' => "(?:",
                    '\\' or '.' or '^' or '$' => $"\\{c}",
                    _ => c.ToString(),
                });
            }
        }

        parts.Add(result.ToString());
        return parts;
    }
}
