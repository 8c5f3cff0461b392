using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>LIKE over code points: <c>_</c> is one, <c>%</c> any number, the escape character takes the next one literally.</summary>
internal static class LikePattern
{
    /// <summary>The text that ESCAPE made of a pattern, with the backslash as its escape character.</summary>
    public static string WithBackslash(string pattern, string escape)
    {
        if (escape.Length == 0) return pattern.Replace("\\", "\\\\", StringComparison.Ordinal);
        CheckEscape(escape);
        if (escape == "\\") return pattern;
        var result = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (string.CompareOrdinal(pattern, i, escape, 0, escape.Length) == 0)
            {
                result.Append('\\');
                i += escape.Length;
                if (i < pattern.Length) result.Append(pattern[i]);
            }
            else if (pattern[i] == '\\') result.Append("\\\\");
            else result.Append(pattern[i]);
        }

        return result.ToString();
    }

    public static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern, string escape)
    {
        // The usual two-pointer match: on a mismatch the last % takes one more character.
        var (t, p) = (0, 0);
        var (starText, starPattern) = (-1, -1);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%' && !IsEscape(pattern, p, escape))
            {
                starPattern = ++p;
                starText = t;
                continue;
            }

            if (p < pattern.Length && MatchOne(text, ref t, pattern, ref p, escape)) continue;
            if (starPattern < 0) return false;
            starText += char.IsHighSurrogate(text[starText]) ? 2 : 1;
            (t, p) = (starText, starPattern);
        }

        while (p < pattern.Length && pattern[p] == '%') p++;
        return p == pattern.Length;
    }

    private static bool MatchOne(ReadOnlySpan<char> text, ref int t, ReadOnlySpan<char> pattern, ref int p, string escape)
    {
        if (IsEscape(pattern, p, escape))
        {
            var literal = p + escape.Length;
            if (literal >= pattern.Length)
                throw new GatewayException(SqlState.InvalidEscapeSequence, "LIKE pattern must not end with escape character");
            if (pattern[literal] != text[t]) return false;
            p = literal + 1;
            t++;
            return true;
        }

        if (pattern[p] == '_')
        {
            t += char.IsHighSurrogate(text[t]) ? 2 : 1;
            p++;
            return true;
        }

        if (pattern[p] != text[t]) return false;
        t++;
        p++;
        return true;
    }

    private static bool IsEscape(ReadOnlySpan<char> pattern, int position, string escape) =>
        escape.Length > 0 && pattern[position..].StartsWith(escape, StringComparison.Ordinal);

    public static void CheckEscape(string escape)
    {
        if (Common.Values.StringLimits.CodePoints(escape) > 1)
            throw new GatewayException(SqlState.InvalidEscapeSequence, "invalid escape string") { Hint = "Escape string must be empty or one character." };
    }
}
