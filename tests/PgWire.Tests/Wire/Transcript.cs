using System.Globalization;
using System.Text;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>
/// A conversation as text. Lines that start with <c>&gt;</c> are sent, lines that start with <c>&lt;</c> must come back, all of one block sent before
/// any is read; <c>#</c> comments. Strings are quoted with C's escapes; <c>&lt; (end)</c> is the end of the stream.
/// </summary>
public sealed class Transcript(string name, IReadOnlyList<string> lines)
{
    public static Transcript Open(string path) => new(Path.GetFileName(path), File.ReadAllLines(path));

    public async Task PlayAsync(RawClient client)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('>')) await FrontendText.SendAsync(client, line[1..].Trim());
            else if (line.StartsWith('<')) (await ReadAsync(client)).ShouldBe(line[1..].Trim(), $"{name}, line {i + 1}");
        }
    }

    // Notices and settings are part of a transcript only in so far as both servers send them; settings come at their own time.
    private static async Task<string> ReadAsync(RawClient client)
    {
        try
        {
            while (true)
            {
                var (code, body) = await client.ReadAsync();
                if (code != 'S') return BackendText.Show(code, body);
            }
        }
        catch (EndOfStreamException)
        {
            return "(end)";
        }
        catch (IOException)
        {
            return "(end)";
        }
    }
}

/// <summary>Words of a transcript line: bare words, numbers, and quoted strings with escapes.</summary>
internal static class TranscriptWords
{
    public static List<string> Split(string line)
    {
        List<string> words = [];
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == ' ')
            {
                i++;
                continue;
            }

            var word = new StringBuilder();
            if (line[i] == '"')
            {
                for (i++; line[i] != '"'; i++) word.Append(line[i] == '\\' ? Unescape(line, ref i) : line[i]);
                i++;
            }
            else
            {
                while (i < line.Length && line[i] != ' ') word.Append(line[i++]);
            }

            words.Add(word.ToString());
        }

        return words;
    }

    public static string Quote(ReadOnlySpan<byte> text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in Encoding.UTF8.GetString(text))
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                < ' ' or '\u007f' or '\ufffd' => null,
                _ => c.ToString(),
            } ?? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"));
        return quoted.Append('"').ToString();
    }

    private static char Unescape(string line, ref int i) => line[++i] switch
    {
        'n' => '\n',
        't' => '\t',
        'x' => (char)int.Parse(line.AsSpan(++i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var c && ++i > 0 ? c : c,
        var other => other,
    };
}
