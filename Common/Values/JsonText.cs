using System.Text;
using System.Text.Json;

namespace FederationGateway.Common.Values;

/// <summary>Text of types json and jsonb.</summary>
public static class JsonText
{
    private const int MaxDepth = 6_000;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>22P02 unless the text is one JSON value.</summary>
    public static void Check(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>
    /// The text jsonb prints: one blank behind commas and colons, keys ordered by length and then bytes, the last of equal keys kept, numbers without exponent.
    /// </summary>
    public static string Normalize(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        try
        {
            reader.Read();
            var result = new StringBuilder();
            WriteValue(ref reader, result);
            reader.Read();
            return result.ToString();
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
        catch (InvalidOperationException)
        {
            throw new GatewayException(SqlState.UntranslatableCharacter, "unsupported Unicode escape sequence");
        }
    }

    /// <summary>A string as JSON writes it, in quotes: only what must be escaped is escaped.</summary>
    public static void AppendString(StringBuilder target, ReadOnlySpan<char> text)
    {
        target.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': target.Append("\\\""); break;
                case '\\': target.Append("\\\\"); break;
                case '\b': target.Append("\\b"); break;
                case '\f': target.Append("\\f"); break;
                case '\n': target.Append("\\n"); break;
                case '\r': target.Append("\\r"); break;
                case '\t': target.Append("\\t"); break;
                case < ' ': target.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)); break;
                default: target.Append(c); break;
            }
        }

        target.Append('"');
    }

    private static void WriteValue(ref Utf8JsonReader reader, StringBuilder result)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: WriteObject(ref reader, result); break;
            case JsonTokenType.StartArray: WriteArray(ref reader, result); break;
            case JsonTokenType.String: AppendString(result, CheckedString(ref reader)); break;
            case JsonTokenType.Number: result.Append(DecimalText.Canonicalize(reader.ValueSpan)); break;
            case JsonTokenType.True: result.Append("true"); break;
            case JsonTokenType.False: result.Append("false"); break;
            default: result.Append("null"); break;
        }
    }

    private static void WriteArray(ref Utf8JsonReader reader, StringBuilder result)
    {
        result.Append('[');
        var isFirst = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!isFirst) result.Append(", ");
            isFirst = false;
            WriteValue(ref reader, result);
        }

        result.Append(']');
    }

    private static void WriteObject(ref Utf8JsonReader reader, StringBuilder result)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = CheckedString(ref reader);
            reader.Read();
            var value = new StringBuilder();
            WriteValue(ref reader, value);
            members[key] = value.ToString();
        }

        result.Append('{');
        var isFirst = true;
        foreach (var (_, key, value) in members.Select(member => (Bytes: Encoding.UTF8.GetBytes(member.Key), member.Key, member.Value)).OrderBy(member => member.Bytes, KeyOrder))
        {
            if (!isFirst) result.Append(", ");
            isFirst = false;
            AppendString(result, key);
            result.Append(": ").Append(value);
        }

        result.Append('}');
    }

    private static string CheckedString(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new GatewayException(SqlState.UntranslatableCharacter, "unsupported Unicode escape sequence") { Detail = "\\u0000 cannot be converted to text." }
            : text;
    }

    private static Comparer<byte[]> KeyOrder { get; } = Comparer<byte[]>.Create(static (left, right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.AsSpan().SequenceCompareTo(right));

    private static GatewayException Invalid(JsonException error) =>
        new(SqlState.InvalidTextRepresentation, "invalid input syntax for type json", error);
}
