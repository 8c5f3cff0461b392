using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// The encodings convert_from() and its like know: UTF8, LATIN1 and SQL_ASCII, which is bytes as they are. PostgreSQL's other ones are refused, for two tables of one
/// encoding seldom agree on every byte.
/// </summary>
internal sealed class ServerEncoding
{
    private static readonly HashSet<string> OfPostgreSql = new(StringComparer.Ordinal)
    {
        "big5", "euccn", "eucjp", "eucjis2004", "euckr", "euctw", "gb18030", "gbk", "iso88595", "iso88596", "iso88597", "iso88598", "johab", "koi8", "koi8r", "koi8u", "latin2",
        "latin3", "latin4", "latin5", "latin6", "latin7", "latin8", "latin9", "latin10", "muleinternal", "shiftjis", "shiftjis2004", "sjis", "uhc", "win", "win866", "win874",
        "win949", "win936", "win950", "win1250", "win1251", "win1252", "win1253", "win1254", "win1255", "win1256", "win1257", "win1258", "windows1250", "windows1251",
        "windows1252", "windows1253", "windows1254", "windows1255", "windows1256", "windows1257", "windows1258", "windows866", "windows874", "windows932", "windows936", "windows949", "windows950",
        "abc", "alt", "tcvn", "tcvn5712", "vscii", "mskanji", "iso88592", "iso88593", "iso88594", "iso88599", "iso885910", "iso885913", "iso885914", "iso885915", "iso885916",
    };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly bool _isLatin1;

    private ServerEncoding(bool isLatin1) => _isLatin1 = isLatin1;

    public static ServerEncoding Source(string name) => Find(name, "source");

    public static ServerEncoding Destination(string name) => Find(name, "destination");

    public string Decode(byte[] value)
    {
        if (_isLatin1 && value.AsSpan().IndexOf((byte)0) < 0) return Encoding.Latin1.GetString(value);
        if (value.AsSpan().IndexOf((byte)0) >= 0) throw Invalid(_isLatin1 ? "LATIN1" : "UTF8", [0]);
        try
        {
            return Utf8.GetString(value);
        }
        catch (DecoderFallbackException e)
        {
            // PostgreSQL shows the whole character that the first byte promises.
            var start = Math.Clamp(e.Index, 0, value.Length - 1);
            var length = Math.Min(value[start] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 }, value.Length - start);
            throw Invalid("UTF8", value.AsSpan(start, length));
        }
    }

    public byte[] Encode(string text)
    {
        if (!_isLatin1) return Utf8.GetBytes(text);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value <= 0xFF) continue;
            throw new GatewayException(SqlState.UntranslatableCharacter,
                $"character with byte sequence {Show(bytes[..rune.EncodeToUtf8(bytes)])} in encoding \"UTF8\" has no equivalent in encoding \"LATIN1\"");
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static ServerEncoding Find(string name, string role)
    {
        var plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        if (OfPostgreSql.Contains(plain)) throw GatewayException.Unsupported($"the encoding {name}");
        return plain switch
        {
            "utf8" or "unicode" or "sqlascii" => new ServerEncoding(isLatin1: false),
            "latin1" or "iso88591" => new ServerEncoding(isLatin1: true),
            _ => throw new GatewayException(SqlState.InvalidParameterValue, $"invalid {role} encoding name \"{name}\""),
        };
    }

    private static GatewayException Invalid(string encoding, ReadOnlySpan<byte> bytes) =>
        new(SqlState.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"{encoding}\": {Show(bytes)}");

    private static string Show(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder();
        foreach (var b in bytes) shown.Append(shown.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"0x{b:x2}");
        return shown.ToString();
    }
}
