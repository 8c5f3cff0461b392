using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The escapes of unistr(): <c>\XXXX</c>, <c>\+XXXXXX</c>, <c>\uXXXX</c>, <c>\UXXXXXXXX</c>, <c>\\</c>.</summary>
internal static class UnicodeEscapes
{
    public static string Decode(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == '\\')
            {
                result.Append('\\');
                i++;
                continue;
            }

            var (skip, digits) = i + 1 >= text.Length ? (0, 0) : text[i + 1] switch { '+' => (1, 6), 'u' => (1, 4), 'U' => (1, 8), _ => (0, 4) };
            var start = i + 1 + skip;
            if (digits == 0 || start + digits > text.Length || !int.TryParse(text.AsSpan(start, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
                throw new GatewayException(SqlState.SyntaxError, "invalid Unicode escape") { Hint = "Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX." };
            if (code is > 0 and <= 0x10FFFF) result.Append(code > 0xFFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString());
            else throw new GatewayException(SqlState.SyntaxError, "invalid Unicode code point");
            i = start + digits - 1;
        }

        var decoded = result.ToString();
        foreach (var rune in decoded.EnumerateRunes())
            if (rune == Rune.ReplacementChar && !decoded.Contains('\uFFFD', StringComparison.Ordinal)) throw new GatewayException(SqlState.SyntaxError, "invalid Unicode surrogate pair");
        return decoded;
    }
}
