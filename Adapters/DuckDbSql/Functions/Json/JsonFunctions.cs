using System.Globalization;
using System.Text;
using System.Text.Json;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions of json and jsonb, both carried as text; jsonb's text is always the normal form <see cref="JsonText.Normalize"/> gives.</summary>
internal static class JsonFunctions
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 6_000 };

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_json", Utf8, Utf8, Checked), Scalar.Of("gw_jsonb", Utf8, Text, text => JsonText.Normalize(text)),
        Scalar.Of("gw_json_string", Text, Text, text => Quote(text)),
        Scalar.Of("gw_json_number", Text, Text, text => char.IsAsciiLetter(text[^1]) ? Quote(text) : text),
        Scalar.Of("gw_json_get", Text, Text, TextOrNull, (json, key) => Read(json, root => Member(root, key)?.GetRawText())),
        Scalar.Of("gw_json_get", Text, Int4, TextOrNull, (json, index) => Read(json, root => Item(root, index)?.GetRawText())),
        Scalar.Of("gw_jsonb_get", Text, Int4, TextOrNull, (json, index) => Read(json, root => ItemOfBinary(root, index)?.GetRawText())),
        Scalar.Of("gw_json_path", Text, Texts, TextOrNull, (json, path) => Read(json, root => Walk(root, path)?.GetRawText())),
        Scalar.Variadic("gw_json_extract", TextOrNull, TextOrNull, values => values[0] is { } json && values.All(value => value is not null) ? Read(json, root => Walk(root, values[1..])?.GetRawText()) : null),
        Scalar.Of("gw_json_text", Text, TextOrNull, json => Read(json, TextOf)),
        Scalar.Of("gw_json_array_length", Text, Int4, json => Read(json, root => root.ValueKind == JsonValueKind.Array
            ? root.GetArrayLength()
            : throw new GatewayException(SqlState.InvalidParameterValue, $"cannot get array length of a {(root.ValueKind == JsonValueKind.Object ? "non-array" : "scalar")}"))),
        Scalar.Of("gw_json_typeof", Text, Text, json => Read(json, root => NameOf(root.ValueKind))),
        Scalar.Of("gw_jsonb_bool", Text, BoolOrNull, json => Read<bool?>(json, root => root.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw CannotCast(root, "boolean"),
        })),
        Scalar.Of("gw_jsonb_numeric", Text, Text, TextOrNull, (json, type) => Read(json, root => root.ValueKind == JsonValueKind.Number ? root.GetRawText() : throw CannotCast(root, type))),
        Scalar.Of("gw_jsonb_key", Text, Text, JsonKey.Of),
        Scalar.Variadic("gw_json_build_array", TextOrNull, Text, values => $"[{string.Join(", ", values.Select(value => value ?? "null"))}]"),
        Scalar.Variadic("gw_json_build_object", TextOrNull, Text, BuildObject),
        Scalar.Of("gw_json_lines", Texts, Text, items => $"[{string.Join(", ", items.Select((item, i) => item is null ? "null" : i == 0 ? item : $"\n {item}"))}]"),
        Scalar.Variadic("gw_json_row", TextOrNull, Text, Row),
        Scalar.Of("gw_json_list", Texts, Text, Text, (items, separator) => $"[{string.Join(separator, items.Select(item => item ?? "null"))}]"),
        Scalar.Of("gw_json_members", Texts, Texts, Text, (keys, values) => $"{{ {string.Join(", ", keys.Zip(values, (key, value) => $"{Key(key)} : {value ?? "null"}"))} }}"),
        Scalar.Of("gw_json_object", Texts, Text, items => FromPairs(items)), Scalar.Of("gw_json_object", Texts, Texts, Text, FromKeysAndValues),
        Scalar.Of("gw_jsonb_object", Texts, Text, items => Normal(FromPairs(items))), Scalar.Of("gw_jsonb_object", Texts, Texts, Text, (keys, values) => Normal(FromKeysAndValues(keys, values))),
        .. JsonRows.All, .. JsonRecords.All,
        .. JsonbEditing.All,
    ];

    public static string Normal(string json) => JsonText.Normalize(Encoding.UTF8.GetBytes(json));

    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2);
        JsonText.AppendString(result, text);
        return result.ToString();
    }

    private static byte[] Checked(byte[] text)
    {
        JsonText.Check(text);
        return text;
    }

    public static T Read<T>(string json, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(json, Options);
        return read(document.RootElement);
    }

    private static JsonElement? Member(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) ? value : null;

    private static JsonElement? Item(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Array) return null;
        if (index < 0) index += element.GetArrayLength();
        return index >= 0 && index < element.GetArrayLength() ? element[index] : null;
    }

    // Inside, a jsonb scalar is an array of one.
    private static JsonElement? ItemOfBinary(JsonElement element, int index) =>
        element.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? Item(element, index) : index is 0 or -1 ? element : null;

    private static JsonElement? Walk(JsonElement element, string?[] path)
    {
        foreach (var step in path)
        {
            if (step is null) return null;
            var next = element.ValueKind == JsonValueKind.Array
                ? int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? Item(element, index) : null
                : Member(element, step);
            if (next is not { } found) return null;
            element = found;
        }

        return element;
    }

    public static string? TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => TextOfString(element),
        _ => element.GetRawText(),
    };

    // json keeps escapes as they were written: only here it shows that one means nothing.
    private static string TextOfString(JsonElement element)
    {
        try
        {
            var text = element.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new GatewayException(SqlState.UntranslatableCharacter, "unsupported Unicode escape sequence") { Detail = "\\u0000 cannot be converted to text." }
                : text;
        }
        catch (InvalidOperationException e)
        {
            throw new GatewayException(SqlState.InvalidTextRepresentation, "invalid input syntax for type json", e) { Detail = "Unicode low surrogate must follow a high surrogate." };
        }
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static GatewayException CannotCast(JsonElement element, string type)
    {
        var kind = NameOf(element.ValueKind) switch { "object" or "array" => "object or array", "number" => "numeric", var name => name };
        if (element.ValueKind == JsonValueKind.Array) kind = "array";
        if (element.ValueKind == JsonValueKind.Object) kind = "object";
        return new GatewayException(SqlState.InvalidParameterValue, $"cannot cast jsonb {kind} to type {type}");
    }

    // Keys are text, values JSON.
    private static string BuildObject(string?[] values)
    {
        if (values.Length % 2 != 0)
            throw new GatewayException(SqlState.InvalidParameterValue, "argument list must have even number of elements") { Hint = "The arguments of json_build_object() must consist of alternating keys and values." };
        var members = new List<string>();
        for (var i = 0; i < values.Length; i += 2)
        {
            if (values[i] is not { } key)
                throw new GatewayException(SqlState.InvalidParameterValue, string.Create(CultureInfo.InvariantCulture, $"argument {i + 1} cannot be null")) { Hint = "Object keys should be text." };
            members.Add($"{Quote(key)} : {values[i + 1] ?? "null"}");
        }

        return $"{{{string.Join(", ", members)}}}";
    }

    // The separator, then names and values.
    private static string Row(string?[] values)
    {
        var members = new List<string>();
        for (var i = 1; i < values.Length; i += 2) members.Add($"{Quote(values[i]!)}:{values[i + 1] ?? "null"}");
        return $"{{{string.Join(values[0], members)}}}";
    }

    private static string Key(string? key) => key is null ? throw new GatewayException(SqlState.InvalidParameterValue, "field name must not be null") : Quote(key);

    private static string FromPairs(string?[] items)
    {
        if (items.Length % 2 != 0) throw new GatewayException(SqlState.ArraySubscriptError, "array must have even number of elements");
        var keys = items.Where((_, i) => i % 2 == 0).ToArray();
        return FromKeysAndValues(keys, [.. items.Where((_, i) => i % 2 == 1)]);
    }

    private static string FromKeysAndValues(string?[] keys, string?[] values)
    {
        if (keys.Length != values.Length) throw new GatewayException(SqlState.ArraySubscriptError, "mismatched array dimensions");
        var members = keys.Zip(values, (key, value) =>
            $"{Quote(key ?? throw new GatewayException(SqlState.NullValueNotAllowed, "null value not allowed for object key"))} : {(value is null ? "null" : Quote(value))}");
        return $"{{{string.Join(", ", members)}}}";
    }
}
