namespace FederationGateway.Common.Values;

/// <summary>ASCII scanning shared by the readers of values.</summary>
internal static class TextScan
{
    public static bool IsSpace(byte c) => c is (byte)' ' or (>= 9 and <= 13);

    public static bool IsDigit(byte c) => c is >= (byte)'0' and <= (byte)'9';

    public static bool IsLetter(byte c) => (c | 0x20) is >= 'a' and <= 'z';

    public static byte ToLower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && IsSpace(text[0])) text = text[1..];
        while (!text.IsEmpty && IsSpace(text[^1])) text = text[..^1];
        return text;
    }

    /// <summary>Compares with a lower-case word.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length) return false;
        for (var i = 0; i < text.Length; i++)
            if (ToLower(text[i]) != lower[i]) return false;
        return true;
    }

    public static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && IsDigit(text[count])) count++;
        return count;
    }

    /// <summary>The fraction the digits behind a point are, as C's strtod reads it.</summary>
    public static double Fraction(ReadOnlySpan<byte> digits) =>
        digits.IsEmpty ? 0 : double.Parse("0." + System.Text.Encoding.ASCII.GetString(digits), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The digits behind a second's point. Six are kept; the rest rounds half to even, as PostgreSQL's rint does.</summary>
    public static long Microseconds(ReadOnlySpan<byte> digits)
    {
        long value = 0;
        for (var i = 0; i < 6; i++) value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        if (digits.Length <= 6 || digits[6] < '5') return value;
        var isHalf = digits[6] == '5' && digits[7..].IndexOfAnyExcept((byte)'0') < 0;
        return isHalf && (value & 1) == 0 ? value : value + 1;
    }
}
