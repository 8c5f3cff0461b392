using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>to_char of numbers, in the C locale. Each type of number brings its own digits; how they are laid out is <see cref="NumberWriter"/>'s.</summary>
internal static class NumberFormat
{
    private const int RomanWidth = 15;
    private const int MaxRoman = 3999;

    public static string Write(PgNumeric value, string text)
    {
        if (text.Length == 0) return "";
        var template = NumberTemplate.Of(text);
        if (template.IsRoman) return Roman(template, ToInteger(value));
        if (template.HasExponent) return value.IsFinite ? Exponential(value, template.FractionDigits) : NoExponent(template);
        if (template.HasShift) value = NumericArithmetic.Multiply(value, new PgNumeric(Powers.Of(template.ShiftDigits), 0));
        return Write(template, Rounding.Round(value, template.FractionDigits).ToString(), template.FractionDigits);
    }

    /// <summary>An integer: only in the notation with an exponent it is a float.</summary>
    public static string WriteInteger(int value, string text) => text.Length > 0 && NumberTemplate.Of(text) is { HasExponent: true } template
        ? FloatDigits.Exponential(value, template.FractionDigits)
        : Write(PgNumeric.FromInteger(value), text);

    /// <param name="digits">How many digits the type is sure of.</param>
    public static string WriteFloat(double value, string text, int digits)
    {
        if (text.Length == 0) return "";
        var template = NumberTemplate.Of(text);
        if (template.IsRoman) return Roman(template, double.IsFinite(value) && Math.Abs(value) <= int.MaxValue ? (long)Math.Round(value, MidpointRounding.ToEven) : 0);
        if (template.HasExponent) return double.IsFinite(value) ? FloatDigits.Exponential(value, template.FractionDigits) : NoExponent(template);
        if (template.HasShift) value *= Math.Pow(10, template.ShiftDigits);
        var whole = FloatDigits.Fixed(Math.Abs(value), 0).Length;
        var fraction = whole >= digits ? 0 : Math.Min(template.FractionDigits, digits - whole);
        return Write(template, FloatDigits.Fixed(value, fraction), fraction);
    }

    private static string Write(NumberTemplate template, string signed, int fractionDigits) =>
        NumberWriter.Write(template, NumberDigits.Of(signed, template.WholeDigits + template.ShiftDigits, fractionDigits));

    // The shape of a number without its digits.
    private static string NoExponent(NumberTemplate template)
    {
        var crossed = new StringBuilder(new string('#', template.WholeDigits + template.FractionDigits + 6)) { [0] = ' ' };
        if (template.WholeDigits + 1 < crossed.Length) crossed[template.WholeDigits + 1] = '.';
        return crossed.ToString();
    }

    private static string Exponential(PgNumeric value, int digits)
    {
        var exponent = value.IsZero ? 0 : value.Exponent;
        var mantissa = Scale(value, exponent, digits);
        return string.Create(CultureInfo.InvariantCulture, $"{(value.Sign < 0 ? '-' : ' ')}{mantissa.Abs()}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static PgNumeric Scale(PgNumeric value, int exponent, int digits)
    {
        var shifted = value.Scale + exponent >= 0 ? new PgNumeric(value.Digits, value.Scale + exponent) : new PgNumeric(value.Digits * Powers.Of(-(value.Scale + exponent)), 0);
        return Rounding.Round(shifted, digits);
    }

    private static long ToInteger(PgNumeric value)
    {
        if (value.IsNaN) throw new GatewayException(SqlState.FeatureNotSupported, "cannot convert NaN to integer");
        if (value.IsInfinity) throw new GatewayException(SqlState.FeatureNotSupported, "cannot convert infinity to integer");
        var rounded = Rounding.Round(value, 0).Digits;
        return rounded >= int.MinValue && rounded <= int.MaxValue ? (long)rounded : throw new GatewayException(SqlState.NumericValueOutOfRange, "integer out of range");
    }

    // Besides the number only text of the template is written.
    private static string Roman(NumberTemplate template, long number)
    {
        var digits = number is >= 1 and <= MaxRoman ? Roman((int)number) : new string('#', RomanWidth);
        var result = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part.Pattern == NumberPattern.Literal) result.Append(part.Text);
            else if (part.Pattern == NumberPattern.Roman) result.Append((part.IsLower ? digits.ToLowerInvariant() : digits).PadLeft(template.IsCompact ? 0 : RomanWidth));
            else if (part.Pattern is NumberPattern.Comma or NumberPattern.Group && !template.IsCompact) result.Append(' ');
            else if (part.Pattern == NumberPattern.Currency) result.Append(' ');
        }

        return result.ToString();
    }

    private static string Roman(int number)
    {
        var text = new StringBuilder();
        foreach (var (digits, worth) in (ReadOnlySpan<(string, int)>)[("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)])
            for (; number >= worth; number -= worth) text.Append(digits);
        return text.ToString();
    }
}
