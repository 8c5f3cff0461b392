using System.Buffers;

namespace FederationGateway.Common.Values;

/// <summary>bytea and uuid in PostgreSQL's text forms.</summary>
public static class BytesText
{
    /// <summary><c>\x</c> and hexadecimal digits (blanks between pairs allowed), or the older form with <c>\\</c> and <c>\ooo</c> escapes.</summary>
    public static byte[] ReadBytea(ReadOnlySpan<byte> text) => text.StartsWith("\\x"u8) ? ReadHex(text) : ReadEscaped(text);

    /// <summary>32 hexadecimal digits; hyphens after any four of them, and braces around, are allowed. Writes 16 bytes in network order.</summary>
    public static void ReadUuid(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var digits = text;
        if (!digits.IsEmpty && digits[0] == '{')
        {
            if (digits[^1] != '}') throw ValueErrors.InvalidSyntax(SqlTypeKind.Uuid, text);
            digits = digits[1..^1];
        }

        var position = 0;
        for (var i = 0; i < 16; i++)
        {
            if (i > 0 && i % 2 == 0 && position < digits.Length && digits[position] == '-') position++;
            if (position + 2 > digits.Length) throw ValueErrors.InvalidSyntax(SqlTypeKind.Uuid, text);
            var (high, low) = (HexValue(digits[position]), HexValue(digits[position + 1]));
            if ((high | low) < 0) throw ValueErrors.InvalidSyntax(SqlTypeKind.Uuid, text);
            target[i] = (byte)((high << 4) | low);
            position += 2;
        }

        if (position != digits.Length) throw ValueErrors.InvalidSyntax(SqlTypeKind.Uuid, text);
    }

    private static byte[] ReadHex(ReadOnlySpan<byte> text)
    {
        var result = new ArrayBufferWriter<byte>(Math.Max(1, text.Length / 2));
        for (var i = 2; i < text.Length; i++)
        {
            if (TextScan.IsSpace(text[i])) continue;
            var high = HexValue(text[i]);
            if (high < 0) throw new GatewayException(SqlState.InvalidParameterValue, $"invalid hexadecimal digit: \"{(char)text[i]}\"");
            if (++i == text.Length) throw new GatewayException(SqlState.InvalidParameterValue, "invalid hexadecimal data: odd number of digits");
            var low = HexValue(text[i]);
            if (low < 0) throw new GatewayException(SqlState.InvalidParameterValue, $"invalid hexadecimal digit: \"{(char)text[i]}\"");
            result.GetSpan(1)[0] = (byte)((high << 4) | low);
            result.Advance(1);
        }

        return result.WrittenSpan.ToArray();
    }

    private static byte[] ReadEscaped(ReadOnlySpan<byte> text)
    {
        var result = new byte[text.Length];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result[count++] = text[i];
            }
            else if (i + 1 < text.Length && text[i + 1] == '\\')
            {
                result[count++] = (byte)'\\';
                i++;
            }
            else if (i + 3 < text.Length && text[i + 1] is >= (byte)'0' and <= (byte)'3' && text[i + 2] is >= (byte)'0' and <= (byte)'7' && text[i + 3] is >= (byte)'0' and <= (byte)'7')
            {
                result[count++] = (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
                i += 3;
            }
            else
            {
                throw new GatewayException(SqlState.InvalidTextRepresentation, "invalid input syntax for type bytea");
            }
        }

        return result[..count];
    }

    private static int HexValue(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
