using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>jsonb_pretty: one item a line, four blanks a level.</summary>
internal static class JsonPretty
{
    public static string Print(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject members:
                AppendItems(text, '{', '}', members.Count, depth, members, static (t, member, d) =>
                {
                    t.Append(JsonFunctions.Quote(member.Key)).Append(": ");
                    Append(t, member.Value, d);
                });
                break;
            case JsonArray items: AppendItems(text, '[', ']', items.Count, depth, items, Append); break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: text.Append(JsonFunctions.Quote(value.GetValue<string>())); break;
            default: text.Append(node is null ? "null" : node.ToJsonString()); break;
        }
    }

    private static void AppendItems<T>(StringBuilder text, char open, char close, int count, int depth, IEnumerable<T> items, Action<StringBuilder, T, int> append)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "\n" : ",\n").Append(' ', (depth + 1) * 4);
            isFirst = false;
            append(text, item, depth + 1);
        }

        if (count >= 0) text.Append('\n').Append(' ', depth * 4);
        text.Append(close);
    }
}
