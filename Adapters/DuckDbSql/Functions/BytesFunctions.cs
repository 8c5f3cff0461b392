using System.Globalization;
using System.Security.Cryptography;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions of bytea.</summary>
internal static class BytesFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_md5", Bytes, Text, value => Convert.ToHexStringLower(Md5(value))),
        Scalar.Of("gw_sha256", Bytes, Bytes, SHA256.HashData), Scalar.Of("gw_sha384", Bytes, Bytes, SHA384.HashData), Scalar.Of("gw_sha512", Bytes, Bytes, SHA512.HashData),
        Scalar.Of("gw_sha224", Bytes, Bytes, Sha224.HashData),
        Scalar.Of("gw_encode", Bytes, Text, Text, BytesFormats.Encode), Scalar.Of("gw_decode", Text, Text, Bytes, BytesFormats.Decode),
        Scalar.Of("gw_convert_from", Bytes, Text, Text, (value, encoding) => ServerEncoding.Source(encoding).Decode(value)),
        Scalar.Of("gw_convert_to", Text, Text, Bytes, (value, encoding) => ServerEncoding.Destination(encoding).Encode(value)),
        Scalar.Of("gw_convert", Bytes, Text, Text, Bytes, (value, from, to) => ServerEncoding.Destination(to).Encode(ServerEncoding.Source(from).Decode(value))),
        Scalar.Of("gw_length", Bytes, Text, Int4, (value, encoding) => StringLimits.CodePoints(ServerEncoding.Source(encoding).Decode(value))),
        Scalar.Of("gw_overlay", Bytes, Bytes, Int4, Bytes, (value, with, start) => Overlay(value, with, start, with.Length)),
        Scalar.Of("gw_overlay", Bytes, Bytes, Int4, Int4, Bytes, Overlay),
        Scalar.Of("gw_set_bit", Bytes, Int8, Int4, Bytes, SetBit),
        Scalar.Of("gw_bytes_like", Bytes, Bytes, Bool, (value, pattern) => LikeBytes.IsMatch(value, pattern)),
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

    private static byte[] SetBit(byte[] value, long index, int bit)
    {
        CheckIndex(value.Length * 8L, index);
        if (bit is not (0 or 1)) throw new GatewayException(SqlState.InvalidParameterValue, "new bit must be 0 or 1");
        var result = (byte[])value.Clone();
        var mask = (byte)(1 << (int)(index % 8));
        result[index / 8] = bit == 1 ? (byte)(result[index / 8] | mask) : (byte)(result[index / 8] & ~mask);
        return result;
    }

    private static byte[] Overlay(byte[] value, byte[] with, int start, int length)
    {
        if (start <= 0) throw new GatewayException(SqlState.SubstringError, "negative substring length not allowed");
        var end = (long)start + length;
        if (end > int.MaxValue) throw new GatewayException(SqlState.NumericValueOutOfRange, "integer out of range");
        return [.. Substring(value, 1, start - 1), .. with, .. Substring(value, (int)end, null)];
    }

    private static long CheckIndex(long length, long index) => index >= 0 && index < length
        ? index
        : throw new GatewayException(SqlState.ArraySubscriptError, string.Create(CultureInfo.InvariantCulture, $"index {index} out of valid range, 0..{length - 1}"));
}
