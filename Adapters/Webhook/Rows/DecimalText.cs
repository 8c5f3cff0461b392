using System.Globalization;
using System.Numerics;

namespace FederationGateway.Adapters.Webhook.Rows;

/// <summary>A decimal number as it was written: digits and where the point is among them.</summary>
internal sealed record DecimalText(BigInteger Digits, int Scale)
{
    // A few letters must not become a gigabyte of zeros.
    private const int MostDigits = 1000;

    /// <summary>Null when the text is no decimal number, or one of more digits than are taken.</summary>
    public static DecimalText? Of(string? text)
    {
        if (text is null) return null;
        var exponentAt = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return null;
        var mantissa = exponentAt >= 0 ? text[..exponentAt] : text;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (digits.Length > MostDigits || Math.Abs((long)exponent) > MostDigits || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
        var scale = decimals - exponent;
        return scale >= 0 ? new DecimalText(number, scale) : new DecimalText(number * BigInteger.Pow(10, -scale), 0);
    }

    /// <summary>Rounded to a scale, half away from zero, as the unscaled number of a column; null when it has more digits than the precision.</summary>
    public Int128? Unscaled(int precision, int scale)
    {
        var number = Digits;
        if (Scale <= scale) number *= BigInteger.Pow(10, scale - Scale);
        else
        {
            var unit = BigInteger.Pow(10, Scale - scale);
            number = (number + (number.Sign * unit / 2)) / unit;
        }

        return BigInteger.Abs(number) < BigInteger.Pow(10, precision) ? (Int128)number : null;
    }

    public override string ToString()
    {
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return (Digits.Sign < 0 ? "-" : "") + (Scale == 0 ? digits : $"{digits[..^Scale]}.{digits[^Scale..]}");
    }
}
