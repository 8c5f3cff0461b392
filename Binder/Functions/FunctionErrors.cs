using FederationGateway.Binder.Coercion;
using FederationGateway.Common;

namespace FederationGateway.Binder.Functions;

/// <summary>Calls that mean nothing, in PostgreSQL's words.</summary>
internal static class FunctionErrors
{
    public static GatewayException NoFunction(string name, IEnumerable<SqlType> arguments, bool isAmbiguous, int? position)
    {
        if (UnsupportedFunctions.Contains(name)) return new GatewayException(SqlState.FeatureNotSupported, $"the function {name} is not supported") { Position = position };
        if (name is "json_to_record" or "jsonb_to_record" or "json_to_recordset" or "jsonb_to_recordset")
            throw new GatewayException(SqlState.FeatureNotSupported, $"could not determine row type for result of {name}") { Position = position };
        return isAmbiguous ? Ambiguous(name, arguments, position) : Undefined(name, arguments, position);
    }

    public static GatewayException NoOperator(string symbol, SqlType? left, SqlType right, bool isAmbiguous, int? position)
    {
        if (UnsupportedFunctions.ContainsOperator(symbol)) return new GatewayException(SqlState.FeatureNotSupported, $"the operator {symbol} is not supported") { Position = position };
        var shown = left is { } known ? $"{TypeCoercion.NameOf(known)} {symbol} {TypeCoercion.NameOf(right)}" : $"{symbol} {TypeCoercion.NameOf(right)}";
        return isAmbiguous
            ? new GatewayException(SqlState.AmbiguousFunction, $"operator is not unique: {shown}")
            {
                Position = position,
                Hint = "Could not choose a best candidate operator. You might need to add explicit type casts.",
            }
            : new GatewayException(SqlState.UndefinedFunction, $"operator does not exist: {shown}")
            {
                Position = position,
                Hint = "No operator matches the given name and argument types. You might need to add explicit type casts.",
            };
    }

    private static GatewayException Ambiguous(string name, IEnumerable<SqlType> arguments, int? position) =>
        new(SqlState.AmbiguousFunction, $"function {Call(name, arguments)} is not unique")
        {
            Position = position,
            Hint = "Could not choose a best candidate function. You might need to add explicit type casts.",
        };

    private static GatewayException Undefined(string name, IEnumerable<SqlType> arguments, int? position) =>
        new(SqlState.UndefinedFunction, $"function {Call(name, arguments)} does not exist")
        {
            Position = position,
            Hint = "No function matches the given name and argument types. You might need to add explicit type casts.",
        };

    private static string Call(string name, IEnumerable<SqlType> arguments) => $"{name}({string.Join(", ", arguments.Select(TypeCoercion.NameOf))})";
}
