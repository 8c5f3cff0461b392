using System.Text;
using System.Text.Json;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>json_strip_nulls(): members that are null are left out, at every depth; elements of arrays stay. Numbers keep the digits they were written with.</summary>
internal static class JsonStripping
{
    public static string Strip(string json) => JsonFunctions.Read(json, root =>
    {
        var result = new StringBuilder();
        Append(result, root);
        return result.ToString();
    });

    private static void Append(StringBuilder result, JsonElement element)
    {
        var isFirst = true;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                result.Append('{');
                foreach (var member in element.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
                {
                    if (!isFirst) result.Append(',');
                    isFirst = false;
                    JsonText.AppendString(result, member.Name);
                    Append(result.Append(':'), member.Value);
                }

                result.Append('}');
                break;
            case JsonValueKind.Array:
                result.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    if (!isFirst) result.Append(',');
                    isFirst = false;
                    Append(result, item);
                }

                result.Append(']');
                break;
            case JsonValueKind.String: JsonText.AppendString(result, element.GetString()); break;
            default: result.Append(element.GetRawText()); break;
        }
    }
}
