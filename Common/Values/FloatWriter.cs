using System.Globalization;
using System.Numerics;

namespace FederationGateway.Common.Values;

/// <summary>
/// Floating-point numbers as PostgreSQL prints them: the fewest digits that read back as the same number whichever way a reader rounds ties
/// (<c>7.1341520321264864e+16</c>, where .NET stops one digit earlier at a tie), <c>1e+20</c>, <c>1e-05</c>, <c>Infinity</c>, <c>NaN</c>.
/// </summary>
public static class FloatWriter
{
    /// <summary>Bytes to offer for any number.</summary>
    public const int MaxLength = 40;

    private const double MaxTie = 1e38;
    private static readonly string[] Precisions = [.. Enumerable.Range(0, 18).Select(digits => string.Create(CultureInfo.InvariantCulture, $"E{digits}"))];

    /// <summary>An exponent is written from 1e+15 on and below 1e-04.</summary>
    public static int Write(double value, Span<byte> target)
    {
        if (!double.IsFinite(value)) return WriteSpecial(value, target);
        value.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
        if (value == 0 || Math.Abs(value) is >= 1e-4 and < 1e15) return length;
        return ToExponent(target, LeaveTie(value, 1L << 53, target, length));
    }

    /// <summary>As for float8, but an exponent is written from 1e+06 on.</summary>
    public static int Write(float value, Span<byte> target)
    {
        if (!float.IsFinite(value)) return WriteSpecial(value, target);
        value.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
        if (value == 0 || MathF.Abs(value) is >= 1e-4f and < 1e6f) return length;
        return ToExponent(target, LeaveTie(value, 1 << 24, target, length));
    }

    private static int WriteSpecial(double value, Span<byte> target)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
        text.CopyTo(target);
        return text.Length;
    }

    // A text in the middle between two numbers reads back only because readers round ties to even: more digits then. Only large integers have such
    // middles with so few digits, and above 1e38 a handful of numbers at most.
    private static int LeaveTie<T>(T value, T firstWithGaps, Span<byte> text, int length) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var magnitude = T.Abs(value);
        if (magnitude < firstWithGaps || double.CreateTruncating(magnitude) >= MaxTie) return length;
        Span<byte> digits = stackalloc byte[MaxLength];
        while (true)
        {
            var count = Split(text[..length], digits, out _, out var exponent);
            if (count >= Precisions.Length || !IsTie(magnitude, digits[..count], exponent)) return length;
            // Trailing zeros were dropped from the count: ask for more until a digit more stands there.
            for (var precision = count; precision < Precisions.Length; precision++)
            {
                value.TryFormat(text, out length, Precisions[precision], CultureInfo.InvariantCulture);
                if (Split(text[..length], digits, out _, out _) > count) break;
            }
        }
    }

    private static bool IsTie<T>(T magnitude, ReadOnlySpan<byte> digits, int exponent) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        UInt128 written = 0;
        for (var i = 0; i <= exponent; i++) written = (written * 10) + (uint)(i < digits.Length ? digits[i] - '0' : 0);
        var exact = UInt128.CreateTruncating(magnitude);
        if (written == exact) return false;
        var neighbour = UInt128.CreateTruncating(written > exact ? T.BitIncrement(magnitude) : T.BitDecrement(magnitude));
        return written > exact ? (written - exact) * 2 == neighbour - exact : (exact - written) * 2 == exact - neighbour;
    }

    private static int ToExponent(Span<byte> text, int length)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var count = Split(text[..length], digits, out var negative, out var exponent);
        var position = 0;
        if (negative) text[position++] = (byte)'-';
        text[position++] = digits[0];
        if (count > 1)
        {
            text[position++] = (byte)'.';
            digits[1..count].CopyTo(text[position..]);
            position += count - 1;
        }

        text[position++] = (byte)'e';
        text[position++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(text[position..], out var exponentLength, "00", CultureInfo.InvariantCulture);
        return position + exponentLength;
    }

    // "-12345678.50" or "1.5E+20": the digits without zeros at the ends, and the power of ten of the first.
    private static int Split(ReadOnlySpan<byte> text, Span<byte> digits, out bool negative, out int exponent)
    {
        var letter = text.IndexOf((byte)'E');
        exponent = letter < 0 ? 0 : int.Parse(text[(letter + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = letter < 0 ? text : text[..letter];
        negative = mantissa[0] == '-';
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
        return count;
    }
}
