using System.Text.Json;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Elements of arrays and members of objects, as lists. The function's own name is the second argument: its errors mention it.</summary>
internal static class JsonRows
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_json_elements", Text, Text, Texts, (json, function) => JsonFunctions.Read(json, root => Elements(root, function).Select(item => (string?)item.GetRawText()).ToArray())),
        Scalar.Of("gw_json_elements_text", Text, Text, Texts, (json, function) => JsonFunctions.Read(json, root => Elements(root, function).Select(JsonFunctions.TextOf).ToArray())),
        Scalar.Of("gw_json_keys", Text, Text, Texts, (json, function) => JsonFunctions.Read(json, root => Members(root, function).Select(member => (string?)member.Name).ToArray())),
        Scalar.Of("gw_json_values", Text, Text, Texts, (json, function) => JsonFunctions.Read(json, root => Members(root, function).Select(member => (string?)member.Value.GetRawText()).ToArray())),
        Scalar.Of("gw_json_values_text", Text, Text, Texts, (json, function) => JsonFunctions.Read(json, root => Members(root, function).Select(member => JsonFunctions.TextOf(member.Value)).ToArray())),
    ];

    private static JsonElement.ArrayEnumerator Elements(JsonElement element, string function)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray();
        var isObject = element.ValueKind == JsonValueKind.Object;
        throw Invalid(IsBinary(function)
            ? $"cannot extract elements from {(isObject ? "an object" : "a scalar")}"
            : $"cannot call {function} on a {(isObject ? "non-array" : "scalar")}");
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string function)
    {
        if (element.ValueKind == JsonValueKind.Object) return element.EnumerateObject();
        var isArray = element.ValueKind == JsonValueKind.Array;
        if (function.EndsWith("_keys", StringComparison.Ordinal)) throw Invalid($"cannot call {function} on {(isArray ? "an array" : "a scalar")}");
        throw Invalid(IsBinary(function) ? $"cannot call {function} on a non-object" : $"cannot deconstruct {(isArray ? "an array as an object" : "a scalar")}");
    }

    private static bool IsBinary(string function) => function.StartsWith("jsonb", StringComparison.Ordinal);

    private static GatewayException Invalid(string message) => new(SqlState.InvalidParameterValue, message);
}
