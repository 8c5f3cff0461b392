using System.Text;

namespace FederationGateway.Common.Values;

/// <summary>The errors of text that is not a value of its type, in PostgreSQL's words.</summary>
public static class ValueErrors
{
    private const int LongestQuote = 200;

    public static GatewayException InvalidSyntax(SqlTypeKind kind, ReadOnlySpan<byte> text) =>
        new(SqlState.InvalidTextRepresentation, $"invalid input syntax for type {SqlTypeNames.Of(kind)}: \"{Quote(text)}\"");

    public static GatewayException InvalidDateTime(SqlTypeKind kind, ReadOnlySpan<byte> text) =>
        new(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type {DateTimeName(kind)}: \"{Quote(text)}\"");

    public static GatewayException FieldOutOfRange(ReadOnlySpan<byte> text) =>
        new(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{Quote(text)}\"");

    /// <summary>A day or month that may be one only in another order.</summary>
    public static GatewayException MonthOrDayOutOfRange(ReadOnlySpan<byte> text) =>
        new(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{Quote(text)}\"") { Hint = "Perhaps you need a different \"datestyle\" setting." };

    public static GatewayException DateTimeOutOfRange(SqlTypeKind kind, ReadOnlySpan<byte> text) =>
        new(SqlState.DatetimeFieldOverflow, $"{(kind == SqlTypeKind.Date ? "date" : "timestamp")} out of range: \"{Quote(text)}\"");

    public static GatewayException NumberOutOfRange(SqlTypeKind kind, ReadOnlySpan<byte> text) =>
        new(SqlState.NumericValueOutOfRange, kind is SqlTypeKind.Float4 or SqlTypeKind.Float8
            ? $"\"{Quote(text)}\" is out of range for type {SqlTypeNames.Of(kind)}"
            : $"value \"{Quote(text)}\" is out of range for type {SqlTypeNames.Of(kind)}");

    // The input functions of these types call them so.
    private static string DateTimeName(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Timestamp => "timestamp",
        SqlTypeKind.Time => "time",
        _ => SqlTypeNames.Of(kind),
    };

    /// <summary>The text for a message, cut when it is long.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestQuote)]);
        return text.Length > LongestQuote ? shown + "…" : shown;
    }
}
