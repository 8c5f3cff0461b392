using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions of bytea.</summary>
internal static class BytesFunctions
{
    private const int Base64LineLength = 76;

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_md5", Bytes, Text, value => Convert.ToHexStringLower(Md5(value))),
        Scalar.Of("gw_sha256", Bytes, Bytes, SHA256.HashData), Scalar.Of("gw_sha384", Bytes, Bytes, SHA384.HashData), Scalar.Of("gw_sha512", Bytes, Bytes, SHA512.HashData),
        Scalar.Of("gw_encode", Bytes, Text, Text, Encode), Scalar.Of("gw_decode", Text, Text, Bytes, Decode),
        Scalar.Of("gw_convert_from", Bytes, Text, Text, (value, encoding) => Decoded(value, EncodingOf(encoding))),
        Scalar.Of("gw_convert_to", Text, Text, Bytes, (value, encoding) => EncodingOf(encoding).GetBytes(value)),
        Scalar.Of("gw_substring", Bytes, Int4, Bytes, (value, start) => Substring(value, start, null)),
        Scalar.Of("gw_substring", Bytes, Int4, Int4, Bytes, (value, start, length) => Substring(value, start, length)),
        Scalar.Of("gw_position", Bytes, Bytes, Int4, (value, searched) => value.AsSpan().IndexOf(searched) + 1),
        Scalar.Of("gw_trim", Bytes, Bytes, Bool, Bool, Bytes, Trim),
        Scalar.Of("gw_get_byte", Bytes, Int4, Int4, (value, index) => value[CheckIndex(value.Length, index)]),
        Scalar.Of("gw_get_bit", Bytes, Int8, Int4, (value, index) => (value[CheckIndex(value.Length * 8L, index) / 8] >> (int)(index % 8)) & 1),
        Scalar.Of("gw_set_byte", Bytes, Int4, Int4, Bytes, SetByte),
        Scalar.Of("gw_bit_count", Bytes, Int8, value => value.Sum(b => (long)byte.PopCount(b))),
    ];

    // PostgreSQL's md5() is a checksum here, nothing is protected by it.
#pragma warning disable CA5351
    private static byte[] Md5(byte[] value) => MD5.HashData(value);
#pragma warning restore CA5351

    private static string Encode(byte[] value, string format)
    {
        switch (format.ToLowerInvariant())
        {
            case "hex": return Convert.ToHexStringLower(value);
            case "base64":
                var encoded = Convert.ToBase64String(value);
                return string.Join('\n', encoded.Chunk(Base64LineLength).Select(line => new string(line)));
            case "escape":
                var text = new StringBuilder();
                foreach (var b in value)
                {
                    if (b == '\\') text.Append("\\\\");
                    else if (b is 0 or >= 0x80) text.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
                    else text.Append((char)b);
                }

                return text.ToString();
            default: throw UnknownFormat(format);
        }
    }

    private static byte[] Decode(string text, string format)
    {
        switch (format.ToLowerInvariant())
        {
            case "hex": return BytesText.ReadBytea(Encoding.UTF8.GetBytes("\\x" + text));
            case "escape": return DecodeEscaped(text);
            case "base64":
                try
                {
                    return Convert.FromBase64String(text);
                }
                catch (FormatException e)
                {
                    throw new GatewayException(SqlState.InvalidParameterValue, "invalid base64 end sequence", e) { Hint = "Input data is missing padding, is truncated, or is otherwise corrupted." };
                }

            default: throw UnknownFormat(format);
        }
    }

    private static byte[] DecodeEscaped(string text) =>
        text.StartsWith("\\x", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text) : BytesText.ReadBytea(Encoding.UTF8.GetBytes(text));

    private static GatewayException UnknownFormat(string format) => new(SqlState.InvalidParameterValue, $"unrecognized encoding: \"{format}\"");

    private static string Decoded(byte[] value, Encoding encoding)
    {
        try
        {
            return encoding.GetString(value);
        }
        catch (DecoderFallbackException e)
        {
            var invalid = string.Join(' ', (e.BytesUnknown ?? []).Select(b => "0x" + b.ToString("x2", CultureInfo.InvariantCulture)));
            throw new GatewayException(SqlState.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"UTF8\": {invalid}", e);
        }
    }

    private static Encoding EncodingOf(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "utf8" or "unicode" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        "latin1" or "iso88591" => Encoding.Latin1,
        "sqlascii" => Encoding.ASCII,
        _ => throw new GatewayException(SqlState.InvalidParameterValue, $"invalid source encoding name \"{name}\""),
    };

    private static byte[] Substring(byte[] value, int start, int? length)
    {
        if (length < 0) throw new GatewayException(SqlState.SubstringError, "negative substring length not allowed");
        var from = Math.Clamp(start - 1L, 0, value.Length);
        var to = length is { } count ? Math.Clamp(start - 1L + count, from, value.Length) : value.Length;
        return value[(int)from..(int)to];
    }

    private static byte[] Trim(byte[] value, byte[] trimmed, bool atStart, bool atEnd)
    {
        var (from, to) = (0, value.Length);
        if (atStart)
            while (from < to && trimmed.AsSpan().Contains(value[from])) from++;
        if (atEnd)
            while (to > from && trimmed.AsSpan().Contains(value[to - 1])) to--;
        return value[from..to];
    }

    private static byte[] SetByte(byte[] value, int index, int b)
    {
        CheckIndex(value.Length, index);
        var result = (byte[])value.Clone();
        result[index] = unchecked((byte)b);
        return result;
    }

    private static long CheckIndex(long length, long index) => index >= 0 && index < length
        ? index
        : throw new GatewayException(SqlState.ArraySubscriptError, string.Create(CultureInfo.InvariantCulture, $"index {index} out of valid range, 0..{length - 1}"));
}
