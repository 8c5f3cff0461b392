using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>parse_ident(): the parts of a qualified name, unquoted ones in small letters (ASCII's only).</summary>
internal static class IdentifierText
{
    public static string?[] Split(string text, bool isStrict)
    {
        var parts = new List<string?>();
        var at = SkipBlanks(text, 0);
        var isBehindPoint = false;
        while (true)
        {
            parts.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at) : ReadPlain(text, ref at, isBehindPoint));
            at = SkipBlanks(text, at);
            if (at < text.Length && text[at] == '.')
            {
                isBehindPoint = true;
                at = SkipBlanks(text, at + 1);
            }
            else if (at < text.Length && isStrict) throw Invalid(text, null);
            else return [.. parts];
        }
    }

    private static string ReadQuoted(string text, ref int at)
    {
        var part = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '"') part.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '"') part.Append(text[i++]);
            else
            {
                at = i + 1;
                return part.Length > 0 ? part.ToString() : throw Invalid(text, "Quoted identifier must not be empty.");
            }
        }

        throw Invalid(text, "String has unclosed double quotes.");
    }

    private static string ReadPlain(string text, ref int at, bool isBehindPoint)
    {
        var start = at;
        if (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] == '_' || text[at] >= 0x80))
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '$' or >= '\u0080')) at++;
        if (at > start) return string.Concat(text[start..at].Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c));
        throw Invalid(text, at < text.Length && text[at] == '.' ? "No valid identifier before \".\"." : isBehindPoint ? "No valid identifier after \".\"." : null);
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r' or '\f' or '\v') at++;
        return at;
    }

    private static GatewayException Invalid(string text, string? detail) => new(SqlState.InvalidParameterValue, $"string is not a valid identifier: \"{text}\"") { Detail = detail };
}
