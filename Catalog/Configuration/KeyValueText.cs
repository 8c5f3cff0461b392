using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Configuration;

/// <summary><c>key=value;…</c>: a value in double quotes may hold semicolons; a doubled quote inside stands for one.</summary>
internal static class KeyValueText
{
    /// <param name="what">The text's name in errors, which never repeat its content.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text, string what)
    {
        List<KeyValuePair<string, string>> entries = [];
        var position = 0;
        while (SkipSeparators(text, ref position))
        {
            var equals = text.IndexOf('=', position);
            if (equals < 0) throw Malformed(what, "every entry is written key=value, with semicolons between them");
            var key = text[position..equals].Trim().ToLowerInvariant();
            if (key.Length == 0) throw Malformed(what, "an entry has no key before its equals sign");
            position = equals + 1;
            var value = ReadValue(text, ref position, what);
            if (entries.Exists(entry => entry.Key == key)) throw Malformed(what, $"the key \"{key}\" is given twice");
            entries.Add(KeyValuePair.Create(key, value));
        }

        return entries;
    }

    private static bool SkipSeparators(string text, ref int position)
    {
        while (position < text.Length && (char.IsWhiteSpace(text[position]) || text[position] == ';')) position++;
        return position < text.Length;
    }

    private static string ReadValue(string text, ref int position, string what)
    {
        while (position < text.Length && text[position] is ' ' or '\t') position++;
        if (position >= text.Length || text[position] != '"')
        {
            var end = text.IndexOf(';', position);
            if (end < 0) end = text.Length;
            var plain = text[position..end].Trim();
            position = end;
            return plain;
        }

        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '"') value.Append(text[position]);
            else if (position + 1 < text.Length && text[position + 1] == '"') value.Append(text[position++]);
            else
            {
                position++;
                return value.ToString();
            }
        }

        throw Malformed(what, "a quoted value is not closed");
    }

    internal static GatewayException Malformed(string what, string detail) => new(SqlState.InvalidOptionValue, $"the {what} is not well formed") { Detail = detail };
}
