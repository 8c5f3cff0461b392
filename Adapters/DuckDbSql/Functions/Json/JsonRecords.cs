using System.Text.Json;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What json_to_record() and json_to_recordset() ask of their JSON.</summary>
internal static class JsonRecords
{
    private const string Element = " element";

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_json_record", Text, Text, Text, (json, expected) => JsonFunctions.Read(json, root => Check(json, root, expected))),
        Scalar.Of("gw_json_array_member", Text, Text, TextOrNull, (json, name) => JsonFunctions.Read(json, root => ArrayMember(root, name))),
    ];

    private static string Check(string json, JsonElement root, string expected)
    {
        var kind = root.ValueKind;
        if (expected.EndsWith(Element, StringComparison.Ordinal))
            return kind == JsonValueKind.Object ? json : throw Invalid($"argument of {expected[..^Element.Length]} must be an array of objects");
        if (!expected.EndsWith("set", StringComparison.Ordinal))
            return kind == JsonValueKind.Object ? json : throw Invalid($"cannot call populate_composite on {(kind == JsonValueKind.Array ? "an array" : "a scalar")}");
        if (kind == JsonValueKind.Array) return json;
        throw Invalid(expected.StartsWith("jsonb", StringComparison.Ordinal)
            ? $"cannot call {expected} on a non-array"
            : $"cannot call {expected} on {(kind == JsonValueKind.Object ? "an object" : "a scalar")}");
    }

    // A JSON array as an array literal; a string is one already.
    private static string? ArrayMember(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind != JsonValueKind.Array)
            return member.ValueKind == JsonValueKind.String ? member.GetString() : throw new GatewayException(SqlState.InvalidTextRepresentation, "expected JSON array") { Hint = $"See the value of key \"{name}\"." };
        if (member.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Array)) throw GatewayException.Unsupported("an array of more than one dimension");
        return ArrayText.Join([.. member.EnumerateArray().Select(JsonFunctions.TextOf)]);
    }

    private static GatewayException Invalid(string message) => new(SqlState.InvalidParameterValue, message);
}
