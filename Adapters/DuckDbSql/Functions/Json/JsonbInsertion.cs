using System.Text.Json.Nodes;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>jsonb_insert(): a new element in front of or behind the one the path leads to, or a new member; a member that exists is an error.</summary>
internal static class JsonbInsertion
{
    public static string Insert(string json, string?[] path, string value, bool isBehind)
    {
        var root = JsonbEditing.Parse(json);
        if (root is not (JsonObject or JsonArray)) throw JsonbEditing.Invalid("cannot set path in scalar");
        var node = root;
        for (var i = 0; i < path.Length; i++)
        {
            var step = path[i] ?? throw new GatewayException(SqlState.NullValueNotAllowed, $"path element at position {i + 1} is null");
            if (i == path.Length - 1) InsertAt(node, step, value, isBehind, i);
            else if (JsonbEditing.Step(node, step, i) is { } next) node = next;
            else break;
        }

        return JsonFunctions.Normal(JsonbEditing.Print(root));
    }

    private static void InsertAt(JsonNode node, string step, string value, bool isBehind, int depth)
    {
        switch (node)
        {
            case JsonObject members when members.ContainsKey(step):
                throw new GatewayException(SqlState.InvalidParameterValue, "cannot replace existing key") { Hint = "Try using the function jsonb_set to replace key value." };
            case JsonObject members: members[step] = JsonbEditing.Parse(value); break;
            case JsonArray items:
                var index = JsonbEditing.IndexOf(items, step, depth);
                var isThere = index >= 0 && index < items.Count;
                items.Insert(Math.Clamp(isThere && isBehind ? index + 1 : index, 0, items.Count), JsonbEditing.Parse(value));
                break;
        }
    }
}
