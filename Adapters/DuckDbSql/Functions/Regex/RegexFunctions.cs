using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions of regular expressions. Positions count characters from 1.</summary>
internal static class RegexFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_regexp_like", Text, Text, Bool, (text, pattern) => Open(pattern, "").IsMatch(text)),
        Scalar.Of("gw_regexp_like", Text, Text, Text, Bool, (text, pattern, flags) => Open(pattern, NoGlobal(flags, "regexp_like")).IsMatch(text)),
        Scalar.Of("gw_regexp_match", Text, Text, TextsOrNull, (text, pattern) => First(text, pattern, "")),
        Scalar.Of("gw_regexp_match", Text, Text, Text, TextsOrNull, First),
        Scalar.Of("gw_regexp_matches", Text, Text, ListOfTexts, (text, pattern) => Every(text, pattern, "")),
        Scalar.Of("gw_regexp_matches", Text, Text, Text, ListOfTexts, Every),
        Scalar.Of("gw_regexp_replace", Text, Text, Text, Text, (text, pattern, by) => Replace(text, pattern, by, 1, 1, "")),
        Scalar.Of("gw_regexp_replace", Text, Text, Text, Text, Text, ReplaceWithFlags),
        Scalar.OfRow("gw_regexp_replace", [Text.Type, Text.Type, Text.Type, Int4.Type, Int4.Type, Text.Type], Text, (in ScalarCall call, int row) =>
            Replace(Text.Read(call[0], row), Text.Read(call[1], row), Text.Read(call[2], row), Int4.Read(call[3], row), Int4.Read(call[4], row), Text.Read(call[5], row))),
        Scalar.Of("gw_regexp_count", Text, Text, Int4, (text, pattern) => Count(text, pattern, 1, "")),
        Scalar.Of("gw_regexp_count", Text, Text, Int4, Int4, (text, pattern, start) => Count(text, pattern, start, "")),
        Scalar.Of("gw_regexp_count", Text, Text, Int4, Text, Int4, Count),
        Scalar.Of("gw_regexp_split_to_array", Text, Text, Texts, (text, pattern) => Split(text, pattern, "")),
        Scalar.Of("gw_regexp_split_to_array", Text, Text, Text, Texts, Split),
        Scalar.Of("gw_regexp_substring", Text, Text, TextOrNull, Substring),
        .. RegexOccurrences.All,
    ];

    private static ListCodec<string?[]> ListOfTexts { get; } = new(Texts);

    public static PgRegex Open(string pattern, string flags) => PgRegex.Of(pattern, RegexFlags.Read(flags));

    /// <summary>The flags, without the one that the function has no use for.</summary>
    public static string NoGlobal(string flags, string function) => flags.Contains('g', StringComparison.Ordinal)
        ? throw new GatewayException(SqlState.InvalidParameterValue, $"{function}() does not support the \"global\" option")
        : flags;

    private static string?[]? First(string text, string pattern, string flags)
    {
        if (flags.Contains('g', StringComparison.Ordinal))
            throw new GatewayException(SqlState.InvalidParameterValue, "regexp_match() does not support the \"global\" option") { Hint = "Use the regexp_matches function instead." };
        var match = Open(pattern, flags).Match(text, 0);
        return match.Success ? GroupsOf(match) : null;
    }

    private static string?[][] Every(string text, string pattern, string flags) =>
        [.. Matches(Open(pattern, flags), text, 0, isGlobal: flags.Contains('g', StringComparison.Ordinal)).Select(GroupsOf)];

    private static string?[] GroupsOf(Match match)
    {
        if (match.Groups.Count == 1) return [match.Value];
        var groups = new string?[match.Groups.Count - 1];
        for (var i = 0; i < groups.Length; i++) groups[i] = match.Groups[i + 1].Success ? match.Groups[i + 1].Value : null;
        return groups;
    }

    /// <summary>The matches one behind the other, from an index of the text on.</summary>
    public static IEnumerable<Match> Matches(PgRegex regex, string text, int start, bool isGlobal = true)
    {
        for (var at = start; at <= text.Length;)
        {
            var match = regex.Match(text, at);
            if (!match.Success) yield break;
            yield return match;
            if (!isGlobal) yield break;
            at = match.Index + match.Length;
            if (match.Length == 0) at += at < text.Length && char.IsHighSurrogate(text[at]) ? 2 : 1;
        }
    }

    private static string ReplaceWithFlags(string text, string pattern, string by, string flags)
    {
        if (flags.Length > 0 && char.IsAsciiDigit(flags[0]))
        {
            throw new GatewayException(SqlState.InvalidParameterValue, $"invalid regular expression option: \"{flags[0]}\"")
            {
                Hint = "If you meant to use regexp_replace() with a start parameter, cast the fourth argument to integer explicitly.",
            };
        }

        return Replace(text, pattern, by, 1, flags.Contains('g', StringComparison.Ordinal) ? 0 : 1, flags);
    }

    // occurrence 0 means all
    private static string Replace(string text, string pattern, string by, int start, int occurrence, string flags)
    {
        RequireAtLeast(1, start, "start");
        RequireAtLeast(0, occurrence, "n");
        var result = new StringBuilder();
        var copied = 0;
        var number = 0;
        foreach (var match in Matches(Open(pattern, flags), text, IndexOfStart(text, start)))
        {
            number++;
            if (occurrence != 0 && number != occurrence) continue;
            result.Append(text, copied, match.Index - copied);
            AppendReplacement(result, by, match);
            copied = match.Index + match.Length;
            if (occurrence != 0) break;
        }

        return number == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    // \1 … \9 groups, \& the whole match, \\ a backslash; any other escape stays as it is.
    private static void AppendReplacement(StringBuilder result, string by, Match match)
    {
        for (var i = 0; i < by.Length; i++)
        {
            if (by[i] != '\\' || i + 1 >= by.Length)
            {
                result.Append(by[i]);
                continue;
            }

            switch (by[++i])
            {
                case >= '1' and <= '9' and var digit: result.Append(match.Groups[digit - '0'].Value); break;
                case '&': result.Append(match.Value); break;
                case '\\': result.Append('\\'); break;
                default: result.Append('\\').Append(by[i]); break;
            }
        }
    }

    private static int Count(string text, string pattern, int start, string flags)
    {
        RequireAtLeast(1, start, "start");
        return Matches(Open(pattern, NoGlobal(flags, "regexp_count")), text, IndexOfStart(text, start)).Count();
    }

    // Empty matches at either end and right behind another match split nothing.
    private static string?[] Split(string text, string pattern, string flags)
    {
        List<string?> parts = [];
        var from = 0;
        foreach (var match in Matches(Open(pattern, NoGlobal(flags, "regexp_split_to_array")), text, 0))
        {
            if (match.Length == 0 && (match.Index == 0 || match.Index >= text.Length || match.Index == from)) continue;
            parts.Add(text[from..match.Index]);
            from = match.Index + match.Length;
        }

        parts.Add(text[from..]);
        return [.. parts];
    }

    private static string? Substring(string text, string pattern)
    {
        var match = Open(pattern, "").Match(text, 0);
        if (!match.Success) return null;
        var group = match.Groups.Count > 1 ? match.Groups[1] : match;
        return group.Success ? group.Value : null;
    }

    public static void RequireAtLeast(int least, int value, string parameter)
    {
        if (value < least) throw new GatewayException(SqlState.InvalidParameterValue, string.Create(CultureInfo.InvariantCulture, $"invalid value for parameter \"{parameter}\": {value}"));
    }

    /// <summary>Where the character numbered <paramref name="start"/> begins; behind the end when there is none, where not even an empty match is.</summary>
    public static int IndexOfStart(string text, int start) => start - 1 > StringLimits.CodePoints(text) ? text.Length + 1 : StringLimits.IndexOfCodePoint(text, start - 1);
}
