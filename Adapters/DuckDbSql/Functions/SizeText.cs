using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>pg_size_bytes(): <c>'1.5 GB'</c> as a number of bytes.</summary>
internal static class SizeText
{
    private static readonly string[] Units = ["bytes", "kb", "mb", "gb", "tb", "pb"];

    public static long Read(string text)
    {
        var at = SkipBlanks(text, 0);
        var start = at;
        if (at < text.Length && text[at] is '-' or '+') at++;
        var digits = at;
        at = SkipDigits(text, at);
        if (at < text.Length && text[at] == '.') at = SkipDigits(text, at + 1);
        if (!text.AsSpan(digits, at - digits).ContainsAnyInRange('0', '9')) throw Invalid(text, null);
        at = SkipExponent(text, at);
        var number = PgNumeric.ParseInput(Encoding.ASCII.GetBytes(text[start..at]));
        var unit = text[SkipBlanks(text, at)..].TrimEnd(' ', '\t', '\n', '\r', '\f', '\v');
        var power = unit.Length == 0 ? 0 : Array.FindIndex(Units, name => name.Equals(unit, StringComparison.OrdinalIgnoreCase));
        if (power < 0) throw Invalid(text, $"Invalid size unit: \"{unit}\".");
        var bytes = Rounding.Round(NumericArithmetic.Multiply(number, new PgNumeric(System.Numerics.BigInteger.One << (10 * power), 0)), 0).Digits;
        return bytes >= long.MinValue && bytes <= long.MaxValue ? (long)bytes : throw new GatewayException(SqlState.NumericValueOutOfRange, "bigint out of range");
    }

    private static int SkipExponent(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E')) return at;
        var digits = at + 1 < text.Length && text[at + 1] is '-' or '+' ? at + 2 : at + 1;
        var end = SkipDigits(text, Math.Min(digits, text.Length));
        return end > digits ? end : at;
    }

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r' or '\f' or '\v') at++;
        return at;
    }

    private static GatewayException Invalid(string text, string? detail) => new(SqlState.InvalidParameterValue, $"invalid size: \"{text}\"")
    {
        Detail = detail,
        Hint = detail is null ? null : "Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".",
    };
}
