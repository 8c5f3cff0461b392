using System.Globalization;
using System.Numerics;

namespace FederationGateway.Common.Values;

/// <summary>Booleans, integers and floating-point numbers from text in PostgreSQL's forms; <see cref="FloatWriter"/> goes the other way. All text is UTF-8.</summary>
public static class NumberText
{
    /// <summary>Any prefix of true, false, yes, no, on, off (but "o"), and 1 and 0, in any case.</summary>
    public static bool ReadBoolean(ReadOnlySpan<byte> text)
    {
        Span<byte> lower = stackalloc byte[5];
        var trimmed = TextScan.Trim(text);
        if (trimmed.Length is > 0 and <= 5)
        {
            for (var i = 0; i < trimmed.Length; i++) lower[i] = TextScan.ToLower(trimmed[i]);
            lower = lower[..trimmed.Length];
            if ("true"u8.StartsWith(lower) || "yes"u8.StartsWith(lower) || lower.SequenceEqual("on"u8) || lower.SequenceEqual("1"u8)) return true;
            if ("false"u8.StartsWith(lower) || "no"u8.StartsWith(lower) || (lower.Length > 1 && "off"u8.StartsWith(lower)) || lower.SequenceEqual("0"u8)) return false;
        }

        throw ValueErrors.InvalidSyntax(SqlTypeKind.Boolean, text);
    }

    /// <summary>A decimal integer with an optional sign; the bounds are those of <typeparamref name="T"/>.</summary>
    public static T ReadInteger<T>(ReadOnlySpan<byte> text, SqlTypeKind kind) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var digits = TextScan.Trim(text);
        var negative = !digits.IsEmpty && digits[0] == '-';
        if (negative || (!digits.IsEmpty && digits[0] == '+')) digits = digits[1..];
        if (digits.IsEmpty) throw ValueErrors.InvalidSyntax(kind, text);
        Int128 value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit)) throw ValueErrors.InvalidSyntax(kind, text);
            if (value < ulong.MaxValue) value = (value * 10) + (digit - '0');
        }

        if (negative) value = -value;
        if (value < Int128.CreateChecked(T.MinValue) || value > Int128.CreateChecked(T.MaxValue)) throw ValueErrors.NumberOutOfRange(kind, text);
        return T.CreateTruncating(value);
    }

    public static double ReadFloat8(ReadOnlySpan<byte> text) => ReadFloat<double>(text, SqlTypeKind.Float8);

    public static float ReadFloat4(ReadOnlySpan<byte> text) => ReadFloat<float>(text, SqlTypeKind.Float4);

    private static T ReadFloat<T>(ReadOnlySpan<byte> text, SqlTypeKind kind) where T : struct, IFloatingPointIeee754<T>
    {
        var trimmed = TextScan.Trim(text);
        if (ReadSpecial<T>(trimmed) is { } special) return special;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (trimmed.IsEmpty || char.IsAsciiLetter((char)trimmed[^1]) || !T.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out var value))
            throw ValueErrors.InvalidSyntax(kind, text);
        if (T.IsInfinity(value) || (T.IsZero(value) && HasNonZeroDigit(trimmed))) throw ValueErrors.NumberOutOfRange(kind, text);
        return value;
    }

    private static T? ReadSpecial<T>(ReadOnlySpan<byte> text) where T : struct, IFloatingPointIeee754<T>
    {
        if (TextScan.EqualsIgnoreCase(text, "nan"u8)) return T.NaN;
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+')) text = text[1..];
        if (!TextScan.EqualsIgnoreCase(text, "infinity"u8) && !TextScan.EqualsIgnoreCase(text, "inf"u8)) return null;
        return negative ? T.NegativeInfinity : T.PositiveInfinity;
    }

    private static bool HasNonZeroDigit(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is (byte)'e' or (byte)'E') return false;
            if (c is >= (byte)'1' and <= (byte)'9') return true;
        }

        return false;
    }
}
