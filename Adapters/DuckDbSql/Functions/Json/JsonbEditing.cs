using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions that take jsonb apart, compare it or change it.</summary>
internal static class JsonbEditing
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_jsonb_exists", Text, Text, Bool, (json, key) => Has(Parse(json), key)),
        Scalar.Of("gw_jsonb_exists_any", Text, Texts, Bool, (json, keys) => Parse(json) is var node && keys.Any(key => key is not null && Has(node, key))),
        Scalar.Of("gw_jsonb_exists_all", Text, Texts, Bool, (json, keys) => Parse(json) is var node && keys.All(key => key is null || Has(node, key))),
        Scalar.Of("gw_jsonb_contains", Text, Text, Bool, (left, right) => Contains(Parse(left), Parse(right), isTop: true)),
        Scalar.Of("gw_jsonb_concat", Text, Text, Text, Concat),
        Scalar.Of("gw_jsonb_delete", Text, Text, Text, (json, key) => Delete(json, [key])),
        Scalar.Of("gw_jsonb_delete", Text, Texts, Text, Delete),
        Scalar.Of("gw_jsonb_delete", Text, Int4, Text, DeleteAt),
        Scalar.Of("gw_jsonb_delete_path", Text, Texts, Text, (json, path) => Edit(json, path, null, createMissing: false)),
        Scalar.Of("gw_jsonb_set", Text, Texts, Text, Bool, Text, (json, path, value, createMissing) => Edit(json, path, value, createMissing)),
        Scalar.Of("gw_jsonb_insert", Text, Texts, Text, Bool, Text, JsonbInsertion.Insert),
        Scalar.OfRow("gw_jsonb_set_lax", [Text.Type, Texts.Type, Text.Type, Bool.Type, Text.Type], TextOrNull, SetLax, seesNulls: true),
        Scalar.Of("gw_json_strip_nulls", Text, Text, JsonStripping.Strip),
        Scalar.Of("gw_jsonb_strip_nulls", Text, Text, json => JsonFunctions.Normal(JsonStripping.Strip(json))),
        Scalar.Of("gw_jsonb_pretty", Text, Text, json => JsonPretty.Print(Parse(json))),
    ];

    public static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 6_000 });

    public static string Print(JsonNode? node) => node is null ? "null" : node.ToJsonString();

    private static bool Has(JsonNode? node, string key) => node switch
    {
        JsonObject members => members.ContainsKey(key),
        JsonArray items => items.Any(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == key),
        JsonValue value => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == key,
        _ => false,
    };

    private static bool Contains(JsonNode? left, JsonNode? right, bool isTop) => (left, right) switch
    {
        (JsonObject members, JsonObject others) => others.All(other => members.TryGetPropertyValue(other.Key, out var value) && Contains(value, other.Value, isTop: false)),
        (JsonArray items, JsonArray others) => others.All(other => items.Any(item => Contains(item, other, isTop: false))),
        (JsonArray items, JsonValue or null) when isTop => items.Any(item => SameScalar(item, right)),
        _ => SameScalar(left, right),
    };

    private static bool SameScalar(JsonNode? left, JsonNode? right) => left is not (JsonObject or JsonArray) && right is not (JsonObject or JsonArray)
        && JsonKey.Of(Print(left)) == JsonKey.Of(Print(right));

    private static string Concat(string left, string right)
    {
        var (first, second) = (Parse(left), Parse(right));
        if (first is JsonObject members && second is JsonObject others)
        {
            foreach (var (key, value) in others) members[key] = value?.DeepClone();
            return JsonFunctions.Normal(Print(members));
        }

        var result = new JsonArray();
        foreach (var side in (JsonNode?[])[first, second])
        {
            if (side is JsonArray items)
                foreach (var item in items) result.Add(item?.DeepClone());
            else result.Add(side?.DeepClone());
        }

        return JsonFunctions.Normal(Print(result));
    }

    private static string Delete(string json, string?[] keys)
    {
        var node = Parse(json);
        switch (node)
        {
            case JsonObject members:
                foreach (var key in keys)
                    if (key is not null) members.Remove(key);
                break;
            case JsonArray items:
                for (var i = items.Count - 1; i >= 0; i--)
                    if (keys.Any(key => key is not null && items[i] is JsonValue && Has(items[i], key))) items.RemoveAt(i);
                break;
            default: throw Invalid("cannot delete from scalar");
        }

        return JsonFunctions.Normal(Print(node));
    }

    private static string DeleteAt(string json, int index)
    {
        switch (Parse(json))
        {
            case JsonArray items:
                if (index < 0) index += items.Count;
                if (index >= 0 && index < items.Count) items.RemoveAt(index);
                return JsonFunctions.Normal(Print(items));
            case JsonObject: throw Invalid("cannot delete from object using integer index");
            default: throw Invalid("cannot delete from scalar");
        }
    }

    // A null value deletes what the path leads to.
    private static string Edit(string json, string?[] path, string? value, bool createMissing)
    {
        var root = Parse(json);
        if (root is not (JsonObject or JsonArray)) throw Invalid(value is null ? "cannot delete path in scalar" : "cannot set path in scalar");
        // Where there is nothing, no path is looked at.
        if (!createMissing && root is JsonObject { Count: 0 } or JsonArray { Count: 0 }) return JsonFunctions.Normal(Print(root));
        var node = root;
        for (var i = 0; i < path.Length; i++)
        {
            var step = path[i] ?? throw new GatewayException(SqlState.NullValueNotAllowed, string.Create(CultureInfo.InvariantCulture, $"path element at position {i + 1} is null"));
            if (i == path.Length - 1) Change(node, step, value, createMissing, i);
            else if (Step(node, step, i) is { } next) node = next;
            else break;
        }

        return JsonFunctions.Normal(Print(root));
    }

    public static JsonNode? Step(JsonNode node, string step, int depth) => node switch
    {
        JsonObject members => members[step],
        JsonArray items when IndexOf(items, step, depth) is var index && index >= 0 && index < items.Count => items[index],
        _ => null,
    };

    private static void Change(JsonNode node, string step, string? value, bool createMissing, int depth)
    {
        switch (node)
        {
            case JsonObject members when value is null: members.Remove(step); break;
            case JsonObject members:
                if (createMissing || members.ContainsKey(step)) members[step] = Parse(value);
                break;
            case JsonArray items:
                var index = IndexOf(items, step, depth);
                if (index >= 0 && index < items.Count)
                {
                    if (value is null) items.RemoveAt(index);
                    else items[index] = Parse(value);
                }
                else if (value is not null && createMissing) items.Insert(index < 0 ? 0 : items.Count, Parse(value));
                break;
        }
    }

    public static int IndexOf(JsonArray items, string step, int depth)
    {
        if (!int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            throw new GatewayException(SqlState.InvalidTextRepresentation, string.Create(CultureInfo.InvariantCulture, $"path element at position {depth + 1} is not an integer: \"{step}\""));
        return index < 0 ? index + items.Count : index;
    }

    // Null unless only the value is: what then happens the last argument says.
    private static string? SetLax(in ScalarCall call, int row)
    {
        if (call[0].IsNull(row) || call[1].IsNull(row) || call[3].IsNull(row)) return null;
        var (json, path, createMissing) = (Text.Read(call[0], row), Texts.Read(call[1], row), Bool.Read(call[3], row));
        var treatment = call[4].IsNull(row) ? null : Text.Read(call[4], row);
        if (treatment is not ("raise_exception" or "use_json_null" or "delete_key" or "return_target"))
        {
            throw new GatewayException(SqlState.InvalidParameterValue,
                "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or \"raise_exception\"");
        }

        if (!call[2].IsNull(row)) return Edit(json, path, Text.Read(call[2], row), createMissing);
        return treatment switch
        {
            "raise_exception" => throw new GatewayException(SqlState.NullValueNotAllowed, "JSON value must not be null")
            {
                Detail = "Exception was raised because null_value_treatment is \"raise_exception\".",
                Hint = "To avoid, either change the null_value_treatment argument or ensure that an SQL NULL is not passed.",
            },
            "use_json_null" => Edit(json, path, "null", createMissing),
            "delete_key" => Edit(json, path, null, createMissing: false),
            _ => json,
        };
    }

    public static GatewayException Invalid(string message) => new(SqlState.InvalidParameterValue, message);
}
