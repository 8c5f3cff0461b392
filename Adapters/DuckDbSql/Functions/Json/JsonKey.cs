using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Text that orders as jsonb does: null, strings, numbers, booleans, arrays, objects; of arrays and objects first by how many items they have; the empty array is
/// below everything. Equal values have equal keys, however their numbers are written.
/// </summary>
internal static class JsonKey
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 6_000 });
        var key = new StringBuilder();
        if (document.RootElement is { ValueKind: JsonValueKind.Array } root && root.GetArrayLength() == 0) return "";
        Append(key, document.RootElement);
        return key.ToString();
    }

    private static void Append(StringBuilder key, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null: key.Append('1'); break;
            case JsonValueKind.String: AppendText(key.Append('2'), element.GetString()!); break;
            case JsonValueKind.Number: key.Append('3').Append(NumericKey.Of(PgNumeric.ParseInput(Encoding.ASCII.GetBytes(element.GetRawText())))).Append('!'); break;
            case JsonValueKind.False: key.Append("40"); break;
            case JsonValueKind.True: key.Append("41"); break;
            case JsonValueKind.Array:
                key.Append('5').Append(element.GetArrayLength().ToString("D10", CultureInfo.InvariantCulture));
                foreach (var item in element.EnumerateArray()) Append(key, item);
                break;
            default:
                key.Append('6').Append(element.EnumerateObject().Count().ToString("D10", CultureInfo.InvariantCulture));
                foreach (var member in element.EnumerateObject())
                {
                    AppendText(key, member.Name);
                    Append(key, member.Value);
                }

                break;
        }
    }

    // The end mark is below every digit, so a prefix comes first.
    private static void AppendText(StringBuilder key, string text) => key.Append(Convert.ToHexString(Encoding.UTF8.GetBytes(text))).Append('!');
}
