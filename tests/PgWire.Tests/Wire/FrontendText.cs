using System.Globalization;
using System.Text;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>
/// Sends what a transcript line says: <c>Query "select 1"</c>, <c>Parse "name" "sql" 23 …</c>, <c>Bind "portal" "statement" text|binary text|binary values…</c>
/// (a value is a string, <c>null</c>, or <c>0x…</c> bytes), <c>Describe S|P "name"</c>, <c>Execute "portal" rows</c>, <c>Close S|P "name"</c>, <c>Sync</c>, <c>Flush</c>,
/// <c>CopyData "…"</c>, <c>CopyDone</c>, <c>CopyFail "why"</c>, <c>Terminate</c>, and <c>Raw Z 0x…</c> for what no client should send.
/// </summary>
internal static class FrontendText
{
    public static Task SendAsync(RawClient client, string line)
    {
        var words = TranscriptWords.Split(line);
        return words[0] switch
        {
            "Query" => client.QueryAsync(words[1]),
            "Parse" => client.ParseAsync(words[1], words[2], [.. words.Skip(3).Select(Number)]),
            "Bind" => client.BindAsync(words[1], words[2], Format(words[3]), Format(words[4]), [.. words.Skip(5).Select(Value)]),
            "Describe" => client.SendAsync('D', body => { body.WriteByte((byte)words[1][0]); body.WriteCString(words[2]); }),
            "Close" => client.SendAsync('C', body => { body.WriteByte((byte)words[1][0]); body.WriteCString(words[2]); }),
            "Execute" => client.ExecuteAsync(words[1], Number(words[2])),
            "Sync" => client.SendAsync('S'),
            "Flush" => client.SendAsync('H'),
            "CopyData" => client.SendAsync('d', body => body.WriteBytes(Encoding.UTF8.GetBytes(words[1]))),
            "CopyDone" => client.SendAsync('c'),
            "CopyFail" => client.SendAsync('f', body => body.WriteCString(words[1])),
            "Terminate" => client.SendAsync('X'),
            "Raw" => client.SendAsync(words[1][0], body => body.WriteBytes(words.Count > 2 ? Value(words[2]) : [])),
            _ => throw new InvalidDataException($"no such message: {line}"),
        };
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static short Format(string word) => (short)(word == "binary" ? 1 : 0);

    private static byte[]? Value(string word) => word switch
    {
        "null" => null,
        _ when word.StartsWith("0x", StringComparison.Ordinal) => Convert.FromHexString(word[2..]),
        _ => Encoding.UTF8.GetBytes(word),
    };
}
