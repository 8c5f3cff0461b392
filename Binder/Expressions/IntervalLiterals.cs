using System.Globalization;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary><c>interval '90' day</c>: the fields behind the literal say what a bare number counts, and cut what is finer than the last of them.</summary>
internal static class IntervalLiterals
{
    private const long MicrosecondsPerMinute = 60_000_000;
    private const long MicrosecondsPerHour = 60 * MicrosecondsPerMinute;

    public static Expression Bind(Ast.TypedLiteral literal, Scope scope)
    {
        var fields = literal.Type.IntervalFields;
        var text = IsBareNumber(literal.Value) ? $"{literal.Value} {UnitOf(fields)}" : WithHours(literal.Value, fields);
        var bound = scope.State.Coercion.Coerce(new ConstantExpression(text, SqlType.Unknown), SqlType.Interval, CoercionContext.Explicit, literal.Span.Start);
        return bound is ConstantExpression { Value: SqlInterval value } ? new ConstantExpression(Cut(value, fields), SqlType.Interval) : bound;
    }

    private static bool IsBareNumber(string text) => double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    // '10:20' is hours and minutes, unless it is said to be MINUTE TO SECOND.
    private static string WithHours(string text, Ast.IntervalFields fields)
    {
        if (fields != Ast.IntervalFields.MinuteToSecond || text.AsSpan().Count(':') != 1) return text;
        var start = text.IndexOf(':', StringComparison.Ordinal);
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        return $"{text[..start]}0:{text[start..]}";
    }

    // The last field counts: '5' in HOUR TO MINUTE is five minutes.
    private static string UnitOf(Ast.IntervalFields fields) => fields switch
    {
        Ast.IntervalFields.Year => "year",
        Ast.IntervalFields.Month or Ast.IntervalFields.YearToMonth => "month",
        Ast.IntervalFields.Day => "day",
        Ast.IntervalFields.Hour or Ast.IntervalFields.DayToHour => "hour",
        Ast.IntervalFields.Minute or Ast.IntervalFields.DayToMinute or Ast.IntervalFields.HourToMinute => "minute",
        _ => "second",
    };

    private static SqlInterval Cut(SqlInterval value, Ast.IntervalFields fields) => fields switch
    {
        Ast.IntervalFields.Year => new SqlInterval(value.Months / 12 * 12, 0, 0),
        Ast.IntervalFields.Month or Ast.IntervalFields.YearToMonth => new SqlInterval(value.Months, 0, 0),
        Ast.IntervalFields.Day => value with { Microseconds = 0 },
        Ast.IntervalFields.Hour or Ast.IntervalFields.DayToHour => value with { Microseconds = value.Microseconds / MicrosecondsPerHour * MicrosecondsPerHour },
        Ast.IntervalFields.Minute or Ast.IntervalFields.DayToMinute or Ast.IntervalFields.HourToMinute =>
            value with { Microseconds = value.Microseconds / MicrosecondsPerMinute * MicrosecondsPerMinute },
        _ => value,
    };
}
