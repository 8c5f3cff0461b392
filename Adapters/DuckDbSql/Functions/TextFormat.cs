using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary><c>format('Hello %s, %1$10s', …)</c>: %s text, %I identifier, %L literal, %% itself; positions, widths and left adjustment.</summary>
internal static class TextFormat
{
    /// <summary>The format, then the values; null for a null format.</summary>
    public static string? Apply(string?[] values)
    {
        if (values[0] is not { } format) return null;
        var result = new StringBuilder();
        var next = 1;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            if (++i >= format.Length) throw Unterminated();
            if (format[i] == '%') result.Append('%');
            else AppendValue(result, format, ref i, values, ref next);
        }

        return result.ToString();
    }

    private static void AppendValue(StringBuilder result, string format, ref int i, string?[] values, ref int next)
    {
        var position = 0;
        var number = ReadNumber(format, ref i);
        if (number is { } given && i < format.Length && format[i] == '$')
        {
            if (given == 0) throw Invalid("format specifies argument 0, but arguments are numbered from 1");
            position = given;
            i++;
            number = null;
        }

        var isLeft = false;
        int? width = number;
        if (number is null)
        {
            while (i < format.Length && format[i] == '-')
            {
                isLeft = true;
                i++;
            }

            if (i < format.Length && format[i] == '*') width = ReadWidthArgument(format, ref i, values, ref next);
            else width = ReadNumber(format, ref i);
        }

        if (i >= format.Length) throw Unterminated();
        if (position == 0) position = next++;
        else next = position + 1;
        var value = position < values.Length ? values[position] : throw Invalid("too few arguments for format()");
        var text = format[i] switch
        {
            's' => value ?? "",
            'I' => value is null ? throw new GatewayException(SqlState.NullValueNotAllowed, "null values cannot be formatted as an SQL identifier") : Quoting.Identifier(value),
            'L' => value is null ? "NULL" : Quoting.Literal(value),
            var other => throw new GatewayException(SqlState.InvalidParameterValue, $"unrecognized format() type specifier \"{other}\"") { Hint = "For a single \"%\" use \"%%\"." },
        };
        if (width is < 0) (isLeft, width) = (true, -width);
        var padding = new string(' ', Math.Max(0, (width ?? 0) - StringLimits.CodePoints(text)));
        result.Append(isLeft ? text + padding : padding + text);
    }

    private static int? ReadWidthArgument(string format, ref int i, string?[] values, ref int next)
    {
        i++;
        var given = ReadNumber(format, ref i);
        if (given is not null)
        {
            if (i >= format.Length || format[i] != '$') throw Invalid("width argument position must be ended by \"$\"");
            i++;
        }

        var position = given ?? next++;
        if (position == 0) throw Invalid("format specifies argument 0, but arguments are numbered from 1");
        if (position >= values.Length) throw Invalid("too few arguments for format()");
        if (given is not null) next = position + 1;
        return values[position] is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    private static int? ReadNumber(string format, ref int i)
    {
        var start = i;
        while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
        if (i == start) return null;
        return int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new GatewayException(SqlState.NumericValueOutOfRange, "number is out of range");
    }

    private static GatewayException Unterminated() =>
        new(SqlState.InvalidParameterValue, "unterminated format() type specifier") { Hint = "For a single \"%\" use \"%%\"." };

    private static GatewayException Invalid(string message) => new(SqlState.InvalidParameterValue, message);
}
