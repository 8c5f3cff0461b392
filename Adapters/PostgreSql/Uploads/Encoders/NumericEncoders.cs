using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Uploads.Encoders;

/// <summary>128-bit integers scaled by the column's scale.</summary>
internal sealed class DecimalEncoder(int scale) : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index)
    {
        var value = column.GetValue<Int128>(index);
        var isNegative = Int128.IsNegative(value);
        Span<byte> digits = stackalloc byte[40];
        ((UInt128)(isNegative ? -value : value)).TryFormat(digits, out var count, default, System.Globalization.CultureInfo.InvariantCulture);
        NumericDigits.Write(writer, digits[..count], count - scale, isNegative, scale);
    }
}

/// <summary>Exact digits as text: <c>-12.3400</c>, <c>NaN</c>, <c>Infinity</c>.</summary>
internal sealed class NumericTextEncoder(string column) : ColumnEncoder
{
    private const int MostDecimals = 16_383;

    public override void Write(MessageWriter writer, ArrayData values, int index)
    {
        var text = values.GetBytes(index);
        var isNegative = text.Length > 0 && text[0] == (byte)'-';
        var number = isNegative ? text[1..] : text;
        if (number.SequenceEqual("NaN"u8)) NumericDigits.WriteSpecial(writer, NumericValue.NaN);
        else if (number.SequenceEqual("Infinity"u8)) NumericDigits.WriteSpecial(writer, isNegative ? NumericValue.NegativeInfinity : NumericValue.PositiveInfinity);
        else WriteFinite(writer, number, isNegative);
    }

    private void WriteFinite(MessageWriter writer, ReadOnlySpan<byte> number, bool isNegative)
    {
        var point = number.IndexOf((byte)'.');
        var (whole, decimals) = point < 0 ? (number.Length, 0) : (point, number.Length - point - 1);
        Span<byte> digits = number.Length <= 256 ? stackalloc byte[number.Length] : new byte[number.Length];
        number[..whole].CopyTo(digits);
        if (point >= 0) number[(point + 1)..].CopyTo(digits[whole..]);
        digits = digits[..(whole + decimals)];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || decimals > MostDecimals)
            throw new UploadRefusedException($"column \"{column}\" holds a number of a form the source does not have", isLasting: false);
        NumericDigits.Write(writer, digits, whole, isNegative, decimals);
    }
}

/// <summary>The binary form of a numeric; see <see cref="NumericValue"/>.</summary>
internal static class NumericDigits
{
    /// <param name="digits">Decimal digits in ASCII, as many as wanted in front.</param>
    /// <param name="whole">How many of them stand before the point; negative when zeros are missing behind it.</param>
    public static void Write(MessageWriter writer, ReadOnlySpan<byte> digits, int whole, bool isNegative, int decimals)
    {
        var significant = digits.TrimStart((byte)'0');
        whole -= digits.Length - significant.Length;
        digits = significant.TrimEnd((byte)'0');
        if (digits.IsEmpty)
        {
            WriteHeader(writer, 0, 0, 0, decimals);
            return;
        }

        // Groups of four, counted from the point.
        var weight = (int)Math.Floor((whole - 1) / 4.0);
        var lead = whole - (weight * 4);
        var count = (digits.Length + (4 - lead) + 3) / 4;
        WriteHeader(writer, count, weight, isNegative ? NumericValue.Negative : 0, decimals);
        var next = lead - 4;
        for (var i = 0; i < count; i++)
        {
            var group = 0;
            for (var j = 0; j < 4; j++, next++) group = (group * 10) + (next >= 0 && next < digits.Length ? digits[next] - '0' : 0);
            writer.WriteInt16(group);
        }
    }

    public static void WriteSpecial(MessageWriter writer, ushort sign) => WriteHeader(writer, 0, 0, sign, 0);

    private static void WriteHeader(MessageWriter writer, int count, int weight, int sign, int decimals) =>
        writer.WriteInt32(8 + (2 * count)).WriteInt16(count).WriteInt16(weight).WriteUInt16(sign).WriteInt16(decimals);
}
