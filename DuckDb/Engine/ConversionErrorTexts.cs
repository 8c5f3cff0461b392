using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>Values that do not fit or cannot be read: which of PostgreSQL's 22xxx errors they are. The engine often uses one sentence for both.</summary>
internal static class ConversionErrorTexts
{
    private const string NumberCharacters = "0123456789:.+-/ T";

    public static GatewayException Translate(string text)
    {
        if (text.Has("out of range for the destination type") || text.Has("failed to cast decimal value")) return OutOfRange(text[text.LastIndexOf(' ')..]);
        if (text.Has("field value out of range") || text.Has("field format")) return DateOrTime(text);
        if (text.Has("could not convert string")) return FromText(text);
        if (text.Has("could not cast value") || text.Has("value is out of range")) return new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow");
        if (text.Has("hex escape")) return new GatewayException(SqlState.InvalidTextRepresentation, "invalid input syntax for type bytea");
        if (text.Has("malformed json")) return new GatewayException(SqlState.InvalidTextRepresentation, "invalid input syntax for type json") { Detail = text };
        if (text.Has("specifier")) return new GatewayException(SqlState.InvalidParameterValue, $"unit \"{text.Between("\"", "\"")}\" not recognized");
        if (text.Has("timestamp") || text.Has("date")) return new GatewayException(SqlState.DatetimeFieldOverflow, "date/time field value out of range");
        return new GatewayException(SqlState.InvalidTextRepresentation, "a value cannot be converted") { Detail = text };
    }

    public static GatewayException OutOfRange(string text)
    {
        if (text.Has("square root")) return new GatewayException(SqlState.InvalidArgumentForPowerFunction, "cannot take square root of a negative number");
        if (text.Has("logarithm"))
            return new GatewayException(SqlState.InvalidArgumentForLogarithm, text.Has("zero") ? "cannot take logarithm of zero" : "cannot take logarithm of a negative number");
        if (text.Has("invalid range")) return new GatewayException(SqlState.InvalidPrecedingOrFollowingSize, "invalid preceding or following size in window function");
        foreach (var type in (ReadOnlySpan<string>)["timestamp", "interval", "date"])
            if (text.Has(type)) return new GatewayException(SqlState.DatetimeFieldOverflow, $"{type} out of range");
        var name = text.Has("INT64") || text.Has("BIGINT") ? "bigint"
            : text.Has("INT32") || text.Has("INTEGER") ? "integer"
            : text.Has("INT16") || text.Has("SMALLINT") ? "smallint"
            : null;
        if (name is not null) return new GatewayException(SqlState.NumericValueOutOfRange, $"{name} out of range");
        return text.Has("DECIMAL") || text.Has("INT128")
            ? new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow")
            : new GatewayException(SqlState.NumericValueOutOfRange, "value out of range") { Detail = text };
    }

    private static GatewayException DateOrTime(string text)
    {
        var value = text.Between("\"", "\"");
        if (value.All(NumberCharacters.Contains)) return new GatewayException(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{value}\"");
        var type = text.Has("timestamp") ? "timestamp" : text.Has("date") ? "date" : "time";
        return new GatewayException(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type {type}: \"{value}\"");
    }

    private static GatewayException FromText(string text)
    {
        var quote = text.Has("string \"") ? "\"" : "'";
        var value = text.Between(quote, quote + " to ");
        var type = NameOf(text.Between(quote + " to ", ""));
        if (type == "interval") return new GatewayException(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type interval: \"{value}\"");
        if (type == "numeric" && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow");
        return type is "smallint" or "integer" or "bigint" && value.TrimStart('-', '+').All(char.IsAsciiDigit)
            ? new GatewayException(SqlState.NumericValueOutOfRange, $"value \"{value}\" is out of range for type {type}")
            : new GatewayException(SqlState.InvalidTextRepresentation, $"invalid input syntax for type {type}: \"{value}\"");
    }

    private static string NameOf(string engineType) => engineType.Trim().Trim('.', '\'') switch
    {
        "INT16" or "SMALLINT" => "smallint",
        "INT32" or "INTEGER" => "integer",
        "INT64" or "BIGINT" => "bigint",
        "FLOAT" => "real",
        "DOUBLE" => "double precision",
        "BOOL" or "BOOLEAN" => "boolean",
        // A uuid is a 128-bit integer to the engine.
        "UUID" or "INT128" => "uuid",
        var other when other.StartsWith("DECIMAL", StringComparison.Ordinal) => "numeric",
        var other => other.ToLowerInvariant(),
    };
}
