using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Parser.Lexing;

/// <summary><c>U&amp;'d\0061ta'</c> and <c>U&amp;"d!0061ta" UESCAPE '!'</c>: escapes by code point.</summary>
internal static class UnicodeText
{
    /// <summary><c>U&amp;'</c></summary>
    private const int OpeningLength = 3;

    public static (string Value, int End) ScanString(string sql, int start, int at)
    {
        var (raw, end) = QuotedText.ScanString(sql, start, at);
        return Decode(sql, start, raw, end);
    }

    public static (string Value, int End) ScanIdentifier(string sql, int start, int at)
    {
        var (raw, end) = QuotedText.ScanIdentifier(sql, start, at);
        return Decode(sql, start, raw, end);
    }

    private static (string Value, int End) Decode(string sql, int start, string raw, int end)
    {
        var (escape, after) = ScanEscapeClause(sql, end);
        if (!raw.Contains(escape, StringComparison.Ordinal)) return (raw, after);

        var value = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length;)
        {
            if (raw[at] != escape)
            {
                value.Append(raw[at++]);
                continue;
            }

            if (at + 1 < raw.Length && raw[at + 1] == escape)
            {
                value.Append(escape);
                at += 2;
                continue;
            }

            var isLong = at + 1 < raw.Length && raw[at + 1] == '+';
            var (from, digits) = isLong ? (at + 2, 6) : (at + 1, 4);
            value.Append(CodePoint(start + OpeningLength + at, raw, from, digits));
            at = from + digits;
        }

        return HasLoneSurrogate(value) ? throw Error(start, "invalid Unicode surrogate pair", null) : (value.ToString(), after);
    }

    private static string CodePoint(int position, string raw, int from, int digits)
    {
        if (from + digits > raw.Length || !int.TryParse(raw.AsSpan(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw Error(position, "invalid Unicode escape", "Unicode escapes must be \\XXXX or \\+XXXXXX.");
        if (code is 0 or > 0x10ffff) throw Error(position, "invalid Unicode escape value", null);
        return code <= 0xffff ? ((char)code).ToString() : char.ConvertFromUtf32(code);
    }

    /// <summary><c>UESCAPE 'c'</c> after the text, when there is one.</summary>
    private static (char Escape, int End) ScanEscapeClause(string sql, int end)
    {
        const string word = "uescape";
        var at = SkipSpace(sql, end);
        if (!sql.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase)) return ('\\', end);
        var quote = SkipSpace(sql, at + word.Length);
        if (quote >= sql.Length || sql[quote] != '\'') return ('\\', end);

        var (text, after) = QuotedText.ScanString(sql, quote, quote + 1);
        if (text.Length == 1 && !char.IsAsciiHexDigit(text[0]) && text[0] is not ('+' or '\'' or '"') && !char.IsWhiteSpace(text[0]))
            return (text[0], after);
        throw SyntaxErrors.At("invalid Unicode escape character", sql, new TextSpan(quote, after - quote));
    }

    private static int SkipSpace(string sql, int at)
    {
        while (at < sql.Length && sql[at] is ' ' or '\t' or '\n' or '\r' or '\f' or '\v') at++;
        return at;
    }

    private static bool HasLoneSurrogate(StringBuilder value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (!char.IsHighSurrogate(value[i]) || i + 1 >= value.Length || !char.IsLowSurrogate(value[i + 1])) return true;
            i++;
        }

        return false;
    }

    private static GatewayException Error(int position, string message, string? hint) =>
        new(SqlState.SyntaxError, message) { Position = position, Hint = hint };
}
