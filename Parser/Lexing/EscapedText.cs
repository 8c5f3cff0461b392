using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Parser.Lexing;

/// <summary>
/// <c>E'…'</c>: C-style escapes. Octal and hexadecimal escapes are bytes of UTF-8, so the text is put together as bytes.
/// </summary>
internal static class EscapedText
{
    public static (string Value, int End) Scan(string sql, int start, int at)
    {
        var bytes = new List<byte>();
        while (true)
        {
            if (at >= sql.Length) throw QuotedText.Unterminated(sql, start, "unterminated quoted string");
            switch (sql[at])
            {
                case '\'' when at + 1 < sql.Length && sql[at + 1] == '\'':
                    bytes.Add((byte)'\'');
                    at += 2;
                    break;
                case '\'' when QuotedText.FindContinuation(sql, at + 1) is { } next:
                    at = next;
                    break;
                case '\'':
                    return (Decode(bytes, start), at + 1);
                case '\\' when at + 1 < sql.Length:
                    at = Escape(sql, start, at + 1, bytes);
                    break;
                default:
                    at = CopyPlain(sql, at, bytes);
                    break;
            }
        }
    }

    private static int CopyPlain(string sql, int at, List<byte> bytes)
    {
        var length = sql.AsSpan(at + 1).IndexOfAny('\'', '\\') + 1;
        if (length == 0) length = sql.Length - at;
        bytes.AddRange(Encoding.UTF8.GetBytes(sql, at, length));
        return at + length;
    }

    /// <returns>The position after the escape whose letter stands at <paramref name="at"/>.</returns>
    private static int Escape(string sql, int start, int at, List<byte> bytes)
    {
        switch (sql[at])
        {
            case 'b': bytes.Add((byte)'\b'); return at + 1;
            case 'f': bytes.Add((byte)'\f'); return at + 1;
            case 'n': bytes.Add((byte)'\n'); return at + 1;
            case 'r': bytes.Add((byte)'\r'); return at + 1;
            case 't': bytes.Add((byte)'\t'); return at + 1;
            case 'v': bytes.Add((byte)'\v'); return at + 1;
            case 'u': return CodePoint(sql, start, at, 4, bytes);
            case 'U': return CodePoint(sql, start, at, 8, bytes);
            case 'x' when at + 1 < sql.Length && char.IsAsciiHexDigit(sql[at + 1]):
                var hexadecimal = DigitsAt(sql, at + 1, 2, char.IsAsciiHexDigit);
                bytes.Add(Convert.ToByte(hexadecimal, 16));
                return at + 1 + hexadecimal.Length;
            case >= '0' and <= '7':
                var octal = DigitsAt(sql, at, 3, c => c is >= '0' and <= '7');
                bytes.Add((byte)(Convert.ToInt32(octal, 8) & 0xff));
                return at + octal.Length;
            default:
                return CopyPlain(sql, at, bytes);
        }
    }

    private static int CodePoint(string sql, int start, int letter, int digits, List<byte> bytes)
    {
        var at = letter + 1;
        var value = Hexadecimal(sql, start, letter - 1, at, digits);
        at += digits;
        if (value is >= 0xd800 and < 0xdc00 && at + 1 < sql.Length && sql[at] == '\\' && sql[at + 1] is 'u' or 'U')
        {
            var lowDigits = sql[at + 1] == 'u' ? 4 : 8;
            var low = Hexadecimal(sql, start, at, at + 2, lowDigits);
            if (low is < 0xdc00 or > 0xdfff) throw SurrogateError(sql, at);
            value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
            at += 2 + lowDigits;
        }

        if (!Rune.IsValid(value)) throw SurrogateError(sql, letter - 1);
        Span<byte> utf8 = stackalloc byte[4];
        bytes.AddRange(utf8[..new Rune(value).EncodeToUtf8(utf8)]);
        return at;
    }

    private static int Hexadecimal(string sql, int start, int escape, int at, int digits)
    {
        var text = DigitsAt(sql, at, digits, char.IsAsciiHexDigit);
        if (text.Length == digits && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return value;
        throw new GatewayException(SqlState.InvalidEscapeSequence, "invalid Unicode escape")
        {
            Position = Math.Max(start, escape),
            Hint = "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.",
        };
    }

    private static string DigitsAt(string sql, int at, int most, Func<char, bool> isDigit)
    {
        var length = 0;
        while (length < most && at + length < sql.Length && isDigit(sql[at + length])) length++;
        return sql.Substring(at, length);
    }

    private static string Decode(List<byte> bytes, int start)
    {
        try
        {
            if (!bytes.Contains(0)) return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            throw InvalidBytes(start, null);
        }

        throw InvalidBytes(start, ": 0x00");
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static GatewayException InvalidBytes(int start, string? bytes) =>
        new(SqlState.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"UTF8\"{bytes}") { Position = start };

    private static GatewayException SurrogateError(string sql, int at) =>
        SyntaxErrors.At("invalid Unicode surrogate pair", sql, new TextSpan(at, Math.Min(6, sql.Length - at)));
}
