using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// String functions over code points. Upper and lower case follow Unicode's simple mappings, one character for one, whatever the locale: what
/// PostgreSQL does in a C.UTF-8 database.
/// </summary>
internal static class TextFunctions
{
    private const int MaxLength = 1 << 30;
    private const int MaxCodePoint = 0x10FFFF;

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_lower", Text, Text, LetterCases.ToLower),
        Scalar.Of("gw_upper", Text, Text, LetterCases.ToUpper),
        Scalar.Of("gw_initcap", Text, Text, InitCap),
        Scalar.Of("gw_left", Text, Int4, Text, Left), Scalar.Of("gw_right", Text, Int4, Text, Right),
        Scalar.Of("gw_lpad", Text, Int4, Text, Text, (text, length, fill) => Pad(text, length, fill, atStart: true)),
        Scalar.Of("gw_rpad", Text, Int4, Text, Text, (text, length, fill) => Pad(text, length, fill, atStart: false)),
        Scalar.Of("gw_substring", Text, Int4, Text, (text, start) => Substring(text, start, null)),
        Scalar.Of("gw_substring", Text, Int4, Int4, Text, (text, start, length) => Substring(text, start, length)),
        Scalar.Of("gw_overlay", Text, Text, Int4, Text, (text, with, start) => Overlay(text, with, start, StringLimits.CodePoints(with))),
        Scalar.Of("gw_overlay", Text, Text, Int4, Int4, Text, Overlay),
        Scalar.Of("gw_repeat", Text, Int4, Text, Repeat),
        Scalar.Of("gw_replace", Text, Text, Text, Text, (text, from, to) => from.Length == 0 ? text : text.Replace(from, to, StringComparison.Ordinal)),
        Scalar.Of("gw_reverse", Text, Text, Reverse),
        Scalar.Of("gw_split_part", Text, Text, Int4, Text, SplitPart),
        Scalar.Of("gw_translate", Text, Text, Text, Text, Translate),
        Scalar.Of("gw_ascii", Text, Int4, text => text.Length == 0 ? 0 : Rune.GetRuneAt(text, 0).Value),
        Scalar.Of("gw_chr", Int4, Text, Chr),
        Scalar.Of("gw_unistr", Text, Text, UnicodeEscapes.Decode),
        Scalar.Of("gw_normalize", Text, Text, Text, NormalForms.Normalize), Scalar.Of("gw_is_normalized", Text, Text, Bool, NormalForms.IsNormalized),
        Scalar.Variadic("gw_concat", TextOrNull, Text, string.Concat),
        Scalar.Variadic("gw_concat_ws", TextOrNull, TextOrNull, values => values[0] is { } separator ? string.Join(separator, values.Skip(1).Where(value => value is not null)) : null),
        Scalar.Variadic("gw_format", TextOrNull, TextOrNull, TextFormat.Apply),
        Scalar.Of("gw_quote_ident", Text, Text, Quoting.Identifier), Scalar.Of("gw_quote_literal", Text, Text, Quoting.Literal),
        Scalar.Of("gw_match_any", Text, Text, Texts, BoolOrNull, (symbol, text, patterns) => AnyPattern.Matches(symbol, text, patterns, isAll: false)),
        Scalar.Of("gw_match_all", Text, Text, Texts, BoolOrNull, (symbol, text, patterns) => AnyPattern.Matches(symbol, text, patterns, isAll: true)),
        Scalar.Of("gw_like", Text, Text, Text, Bool, (text, pattern, escape) => LikePattern.Matches(text, pattern, escape)),
        Scalar.Of("gw_ilike", Text, Text, Text, Bool, (text, pattern, escape) => LikePattern.Matches(text.ToLowerInvariant(), pattern.ToLowerInvariant(), escape)),
        Scalar.Of("gw_like_escape", Text, Text, Text, LikePattern.WithBackslash),
        Scalar.Of("gw_similar_to_escape", Text, Text, Text, SimilarPattern.ToRegex),
        Scalar.Of("gw_similar_substring", Text, Text, Text, TextOrNull, SimilarPattern.Substring),
        Scalar.Of("gw_size_bytes", Text, Int8, SizeText.Read),
        Scalar.Of("gw_parse_ident", Text, Bool, Texts, IdentifierText.Split),
        Scalar.Of("gw_string_to_array", TextOrNull, TextOrNull, TextOrNull, TextsOrNull, StringToArray),
        Scalar.Of("gw_array_to_string", Texts, Text, TextOrNull, Text, (items, separator, nulls) => string.Join(separator, items.Select(item => item ?? nulls).Where(item => item is not null))),
        Scalar.Variadic("gw_num_nulls", TextOrNull, Int4, values => values.Count(value => value is null)),
        Scalar.Variadic("gw_num_nonnulls", TextOrNull, Int4, values => values.Count(value => value is not null)),
    ];

    private static string InitCap(string text)
    {
        var result = text.ToCharArray();
        var isInWord = false;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = isInWord ? char.ToLowerInvariant(result[i]) : char.ToUpperInvariant(result[i]);
            isInWord = char.IsLetterOrDigit(result[i]);
        }

        return new string(result);
    }

    private static string Left(string text, int count)
    {
        if (count < 0) count = Math.Max(0, StringLimits.CodePoints(text) + count);
        return text[..StringLimits.IndexOfCodePoint(text, count)];
    }

    private static string Right(string text, int count)
    {
        var length = StringLimits.CodePoints(text);
        var skipped = count < 0 ? (count == int.MinValue ? 0 : -count) : Math.Max(0, length - count);
        return text[StringLimits.IndexOfCodePoint(text, skipped)..];
    }

    private static string Pad(string text, int length, string fill, bool atStart)
    {
        if (length <= 0) return "";
        var current = StringLimits.CodePoints(text);
        if (current >= length) return text[..StringLimits.IndexOfCodePoint(text, length)];
        if (fill.Length == 0) return text;
        if (length > MaxLength / 4) throw TooLarge();
        var padding = new StringBuilder();
        var fillLength = StringLimits.CodePoints(fill);
        for (var missing = length - current; missing > 0; missing -= fillLength)
            padding.Append(missing >= fillLength ? fill : fill[..StringLimits.IndexOfCodePoint(fill, missing)]);
        return atStart ? padding + text : text + padding;
    }

    // Positions before the text count too: substring('hello', -1, 4) is 'he'.
    private static string Substring(string text, int start, int? length)
    {
        if (length < 0) throw new GatewayException(SqlState.SubstringError, "negative substring length not allowed");
        var end = length is { } count ? (long)start + count : long.MaxValue;
        if (end <= 1) return "";
        var from = StringLimits.IndexOfCodePoint(text, start > 0 ? start - 1 : 0);
        if (end - 1 >= text.Length) return text[from..];
        return text[from..StringLimits.IndexOfCodePoint(text, (int)end - 1)];
    }

    private static string Overlay(string text, string with, int start, int length)
    {
        if (start <= 0) throw new GatewayException(SqlState.SubstringError, "negative substring length not allowed");
        var end = (long)start + length;
        if (end > int.MaxValue) throw new GatewayException(SqlState.NumericValueOutOfRange, "integer out of range");
        return Substring(text, 1, start - 1) + with + Substring(text, (int)end, null);
    }

    private static string Repeat(string text, int count)
    {
        if (count <= 0 || text.Length == 0) return "";
        return (long)text.Length * count > MaxLength ? throw TooLarge() : new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
    }

    private static string Reverse(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = text.Length; i > 0;)
        {
            var width = i >= 2 && char.IsLowSurrogate(text[i - 1]) ? 2 : 1;
            i -= width;
            result.Append(text, i, width);
        }

        return result.ToString();
    }

    private static string SplitPart(string text, string delimiter, int number)
    {
        if (number == 0) throw new GatewayException(SqlState.InvalidParameterValue, "field position must not be zero");
        if (text.Length == 0) return "";
        if (delimiter.Length == 0) return number is 1 or -1 ? text : "";
        var parts = text.Split(delimiter, StringSplitOptions.None);
        var index = number > 0 ? number - 1L : parts.Length + (long)number;
        return index >= 0 && index < parts.Length ? parts[index] : "";
    }

    private static string Translate(string text, string from, string to)
    {
        if (text.Length == 0) return "";
        var targets = to.EnumerateRunes().ToArray();
        var map = new Dictionary<Rune, Rune?>();
        var position = 0;
        foreach (var rune in from.EnumerateRunes())
        {
            map.TryAdd(rune, position < targets.Length ? targets[position] : null);
            position++;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!map.TryGetValue(rune, out var target)) result.Append(rune.ToString());
            else if (target is { } present) result.Append(present.ToString());
        }

        return result.ToString();
    }

    private static string Chr(int code)
    {
        if (code < 0) throw new GatewayException(SqlState.InvalidParameterValue, "character number must be positive");
        if (code == 0) throw new GatewayException(SqlState.ProgramLimitExceeded, "null character not permitted");
        if (code > MaxCodePoint) throw new GatewayException(SqlState.ProgramLimitExceeded, string.Create(CultureInfo.InvariantCulture, $"requested character too large for encoding: {code}"));
        return Rune.IsValid(code)
            ? new Rune(code).ToString()
            : throw new GatewayException(SqlState.ProgramLimitExceeded, string.Create(CultureInfo.InvariantCulture, $"requested character not valid for encoding: {code}"));
    }

    private static string?[]? StringToArray(string? text, string? separator, string? nulls)
    {
        if (text is null) return null;
        if (text.Length == 0) return [];
        IEnumerable<string> parts = separator switch
        {
            null => text.EnumerateRunes().Select(rune => rune.ToString()),
            "" => [text],
            _ => text.Split(separator, StringSplitOptions.None),
        };
        return [.. parts.Select(part => part == nulls ? null : part)];
    }

    private static GatewayException TooLarge() => new(SqlState.ProgramLimitExceeded, "requested length too large");
}
