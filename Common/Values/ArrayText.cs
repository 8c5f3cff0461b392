using System.Text;

namespace FederationGateway.Common.Values;

/// <summary>One-dimensional arrays in PostgreSQL's text form: <c>{1,NULL,"a,b"}</c>.</summary>
public static class ArrayText
{
    /// <summary>The elements' texts, null for NULL. Errors are 22P02; nested braces (more dimensions) are 0A000.</summary>
    public static List<string?> Split(string text)
    {
        var body = text.AsSpan().Trim();
        if (body.Length < 2 || body[0] != '{')
            throw text.StartsWith('[') ? GatewayException.Unsupported("an array that does not start at 1") : Malformed(text, "Array value must start with \"{\" or dimension information.");
        List<string?> items = [];
        var position = 1;
        SkipBlanks(body, ref position);
        if (position < body.Length && body[position] == '}') return EndsAt(body, position) ? items : throw Junk(text);
        while (true)
        {
            items.Add(ReadItem(body, ref position, text));
            SkipBlanks(body, ref position);
            if (position >= body.Length) throw Malformed(text, "Unexpected end of input.");
            var separator = body[position++];
            if (separator == '}') return EndsAt(body, position - 1) ? items : throw Junk(text);
            if (separator != ',') throw Malformed(text, "Unexpected array element.");
        }
    }

    /// <summary>The array's text; an element is quoted only where PostgreSQL quotes it.</summary>
    public static string Join(IEnumerable<string?> items)
    {
        var text = new StringBuilder("{");
        foreach (var item in items)
        {
            if (text.Length > 1) text.Append(',');
            if (item is null) text.Append("NULL");
            else if (NeedsQuotes(item)) AppendQuoted(text, item);
            else text.Append(item);
        }

        return text.Append('}').ToString();
    }

    private static string? ReadItem(ReadOnlySpan<char> body, ref int position, string text)
    {
        SkipBlanks(body, ref position);
        if (position < body.Length && body[position] == '"') return ReadQuoted(body, ref position, text);
        if (position < body.Length && body[position] == '{')
            throw new GatewayException(SqlState.FeatureNotSupported, "arrays of more than one dimension are not supported");
        var item = new StringBuilder();
        var kept = 0;
        var isEscaped = false;
        while (position < body.Length && body[position] is not (',' or '}'))
        {
            if (body[position] is '"' or '{') throw Malformed(text, "Unexpected array element.");
            if (body[position] == '\\' && position + 1 < body.Length)
            {
                position++;
                isEscaped = true;
                kept = item.Length + 1;
            }
            else if (!char.IsWhiteSpace(body[position])) kept = item.Length + 1;

            item.Append(body[position++]);
        }

        item.Length = kept;
        if (item.Length == 0) throw Malformed(text, position < body.Length ? $"Unexpected \"{body[position]}\" character." : "Unexpected end of input.");
        var value = item.ToString();
        return !isEscaped && value.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : value;
    }

    private static string ReadQuoted(ReadOnlySpan<char> body, ref int position, string text)
    {
        var item = new StringBuilder();
        for (position++; position < body.Length && body[position] != '"'; position++)
        {
            if (body[position] == '\\' && position + 1 < body.Length) position++;
            item.Append(body[position]);
        }

        if (position >= body.Length) throw Malformed(text, "Unexpected end of input.");
        position++;
        return item.ToString();
    }

    private static bool NeedsQuotes(string item)
    {
        if (item.Length == 0 || item.Equals("NULL", StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var c in item)
            if (c is '"' or '\\' or '{' or '}' or ',' or ' ' or (>= '\t' and <= '\r')) return true;
        return false;
    }

    private static void AppendQuoted(StringBuilder text, string item)
    {
        text.Append('"');
        foreach (var c in item)
        {
            if (c is '"' or '\\') text.Append('\\');
            text.Append(c);
        }

        text.Append('"');
    }

    private static void SkipBlanks(ReadOnlySpan<char> body, ref int position)
    {
        while (position < body.Length && char.IsWhiteSpace(body[position])) position++;
    }

    private static bool EndsAt(ReadOnlySpan<char> body, int position) => position == body.Length - 1;

    private static GatewayException Junk(string text) => Malformed(text, "Junk after closing right brace.");

    private static GatewayException Malformed(string text, string detail) =>
        new(SqlState.InvalidTextRepresentation, $"malformed array literal: \"{text}\"") { Detail = detail };
}
