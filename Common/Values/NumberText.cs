using System.Globalization;
using System.Numerics;

namespace FederationGateway.Common.Values;

/// <summary>Booleans, integers and floating-point numbers as PostgreSQL reads and writes them. All text is UTF-8.</summary>
public static class NumberText
{
    /// <summary>The longest text a float8 has.</summary>
    public const int MaxFloatLength = 32;

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

    /// <summary>The shortest text that reads back as the same number; <c>1e+20</c>, <c>1e-05</c>, <c>Infinity</c>, <c>NaN</c>. Needs <see cref="MaxFloatLength"/> bytes.</summary>
    public static int WriteFloat8(double value, Span<byte> target)
    {
        if (!double.IsFinite(value)) return WriteSpecial(value, target);
        value.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
        return value == 0 || Math.Abs(value) is >= 1e-4 and < 1e15 ? length : ToExponent(target, length);
    }

    /// <summary>As <see cref="WriteFloat8"/>; float4 turns to an exponent from 1e+06 on.</summary>
    public static int WriteFloat4(float value, Span<byte> target)
    {
        if (!float.IsFinite(value)) return WriteSpecial(value, target);
        value.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
        return value == 0 || MathF.Abs(value) is >= 1e-4f and < 1e6f ? length : ToExponent(target, length);
    }

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

    private static int WriteSpecial(double value, Span<byte> target)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
        text.CopyTo(target);
        return text.Length;
    }

    // .NET chooses the same digits but writes and places them differently: "-12345678.5" or "1E+20" becomes "-1.23456785e+07" or "1e+20".
    private static int ToExponent(Span<byte> text, int length)
    {
        Span<byte> digits = stackalloc byte[MaxFloatLength];
        var source = text[..length];
        var letter = source.IndexOf((byte)'E');
        var exponent = letter < 0 ? 0 : int.Parse(source[(letter + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = letter < 0 ? source : source[..letter];
        var negative = mantissa[0] == '-';
        if (negative) mantissa = mantissa[1..];
        var point = mantissa.IndexOf((byte)'.');
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        var count = 0;
        foreach (var c in mantissa)
        {
            if (c == '.') continue;
            if (count == 0 && c == '0') exponent--;
            else digits[count++] = c;
        }

        while (count > 1 && digits[count - 1] == '0') count--;
        return WriteExponent(negative, digits[..count], exponent, text);
    }

    private static int WriteExponent(bool negative, ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        var position = 0;
        if (negative) target[position++] = (byte)'-';
        target[position++] = digits[0];
        if (digits.Length > 1)
        {
            target[position++] = (byte)'.';
            digits[1..].CopyTo(target[position..]);
            position += digits.Length - 1;
        }

        target[position++] = (byte)'e';
        target[position++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(target[position..], out var length, "00", CultureInfo.InvariantCulture);
        return position + length;
    }
}
