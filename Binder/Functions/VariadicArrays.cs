using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary><c>f(a, VARIADIC array)</c>: the array's elements as arguments, where they are known; else a function that takes the array itself.</summary>
internal static class VariadicArrays
{
    /// <summary>The elements of an array that is written out, or null.</summary>
    public static IReadOnlyList<Expression>? Elements(Expression array) => array switch
    {
        ArrayExpression written => written.Items,
        ConstantExpression { Value: object?[] values, Type: { Kind: SqlTypeKind.Array } type } => [.. values.Select(value => new ConstantExpression(value, type.ElementType))],
        _ => null,
    };

    /// <summary>
    /// The function that does the same with the array as it is, and its arguments, or null. Joining strings is <c>array_to_string</c>, following a path an operator.
    /// </summary>
    public static (string Name, bool IsOperator, IReadOnlyList<Expression> Arguments)? WithArray(string name, IReadOnlyList<Expression> arguments) => (name, arguments.Count) switch
    {
        ("concat", 1) => ("array_to_string", false, [arguments[0], new ConstantExpression("", SqlType.Text)]),
        ("concat_ws", 2) => ("array_to_string", false, [arguments[1], arguments[0]]),
        ("json_extract_path" or "jsonb_extract_path", 2) => ("#>", true, arguments),
        ("json_extract_path_text" or "jsonb_extract_path_text", 2) => ("#>>", true, arguments),
        _ => null,
    };
}
