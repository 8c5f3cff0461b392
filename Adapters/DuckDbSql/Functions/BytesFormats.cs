using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>encode() and decode(): hex, base64 in lines, and PostgreSQL's escapes.</summary>
internal static class BytesFormats
{
    private const int Base64LineLength = 76;

    public static string Encode(byte[] value, string format) => format.ToLowerInvariant() switch
    {
        "hex" => Convert.ToHexStringLower(value),
        "base64" => EncodeBase64(value),
        "escape" => EncodeEscaped(value),
        _ => throw UnknownFormat(format),
    };

    public static byte[] Decode(string text, string format) => format.ToLowerInvariant() switch
    {
        "hex" => DecodeHex(text),
        "base64" => DecodeBase64(text),
        "escape" => DecodeEscaped(text),
        _ => throw UnknownFormat(format),
    };

    // A full line ends its line, the last one too.
    private static string EncodeBase64(byte[] value)
    {
        var encoded = Convert.ToBase64String(value);
        var text = new StringBuilder();
        foreach (var line in encoded.Chunk(Base64LineLength))
        {
            text.Append(line);
            if (line.Length == Base64LineLength) text.Append('\n');
        }

        return text.ToString();
    }

    private static string EncodeEscaped(byte[] value)
    {
        var text = new StringBuilder();
        foreach (var b in value)
        {
            if (b == '\\') text.Append("\\\\");
            else if (b is 0 or >= 0x80) text.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
            else text.Append((char)b);
        }

        return text.ToString();
    }

    private static byte[] DecodeHex(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!rune.IsAscii) throw new GatewayException(SqlState.InvalidParameterValue, $"invalid hexadecimal digit: \"{rune}\"");
        return BytesText.ReadBytea(Encoding.ASCII.GetBytes("\\x" + text));
    }

    private static byte[] DecodeEscaped(string text) => text.StartsWith("\\x", StringComparison.Ordinal)
        ? throw new GatewayException(SqlState.InvalidTextRepresentation, "invalid input syntax for type bytea")
        : BytesText.ReadBytea(Encoding.UTF8.GetBytes(text));

    // Groups of four digits; blanks between them do not count, and more may follow a padded one.
    private static byte[] DecodeBase64(string text)
    {
        var bytes = new List<byte>(text.Length * 3 / 4);
        var (group, position, padding) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is ' ' or '\t' or '\n' or '\r') continue;
            var digit = 0;
            if (rune.Value == '=')
            {
                if (padding == 0)
                {
                    padding = position switch
                    {
                        2 => 1,
                        3 => 2,
                        _ => throw new GatewayException(SqlState.InvalidParameterValue, "unexpected \"=\" while decoding base64 sequence"),
                    };
                }
            }
            else
            {
                digit = rune.IsAscii ? DigitOf((char)rune.Value) : -1;
                if (digit < 0) throw new GatewayException(SqlState.InvalidParameterValue, $"invalid symbol \"{rune}\" found while decoding base64 sequence");
            }

            group = (group << 6) + digit;
            if (++position < 4) continue;
            bytes.Add((byte)(group >> 16));
            if (padding is 0 or > 1) bytes.Add((byte)(group >> 8));
            if (padding is 0 or > 2) bytes.Add((byte)group);
            (group, position) = (0, 0);
        }

        return position == 0 ? [.. bytes] : throw new GatewayException(SqlState.InvalidParameterValue, "invalid base64 end sequence")
        {
            Hint = "Input data is missing padding, is truncated, or is otherwise corrupted.",
        };
    }

    private static int DigitOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    private static GatewayException UnknownFormat(string format) =>
        new(SqlState.InvalidParameterValue, string.Create(CultureInfo.InvariantCulture, $"unrecognized encoding: \"{format}\""));
}
