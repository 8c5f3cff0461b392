using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.BinderFunctions.Tests;

/// <summary>Calls and operators bound over columns and literals, and what they came to.</summary>
internal static class Bound
{
    public static TypeCoercion Coercion { get; } = new(InputSettings.Utc, (number, type) => new ParameterExpression(number, type));

    public static FunctionBinder Functions { get; } = new(Coercion);

    public static OperatorBinder Operators { get; } = new(Coercion, Functions);

    public static Expression Column(SqlType type) => new ColumnExpression(new ColumnId(1), "c", type);

    public static Expression Unknown(string? text) => new ConstantExpression(text, SqlType.Unknown);

    public static Expression Number(string text) => NumberLiterals.Read(text);

    /// <summary>The signature a call resolves to and its type.</summary>
    public static string Call(string name, params Expression[] arguments) =>
        Functions.Resolve(name, arguments) is var match ? $"{match.Function.Signature} -> {match.Type}" : "";

    public static string Operator(string symbol, Expression left, Expression right) => Operators.Bind(symbol, left, right) switch
    {
        ComparisonExpression comparison => $"{comparison.Left.Type} {ExpressionPrinter.Symbol(comparison.Operator)} {comparison.Right.Type}",
        ArithmeticExpression arithmetic => $"{arithmetic.Left.Type} {ExpressionPrinter.Symbol(arithmetic.Operator)} {arithmetic.Right.Type} -> {arithmetic.Type}",
        CallExpression call => $"{call.Function.Signature} -> {call.Type}",
        var other => other.ToString(),
    };

    /// <summary>SQLSTATE and message of the error.</summary>
    public static string Error(Action action)
    {
        var error = Should.Throw<GatewayException>(action);
        return $"{error.State}: {error.Message}";
    }
}
