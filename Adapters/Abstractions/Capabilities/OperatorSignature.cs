using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// What an operator of an expression is called where a source's trust in it is kept: functions, arithmetic and conversions by their signature, comparisons by the
/// capability they need on the columns they compare.
/// </summary>
public static class OperatorSignature
{
    /// <summary><c>length(text)</c>, <c>+(int4,int4)</c>, <c>cast(text,int4)</c>; null for what has no signature of its own.</summary>
    public static string? Of(Expression expression) => expression switch
    {
        CallExpression call => call.Function.Signature,
        ArithmeticExpression arithmetic => $"{ExpressionPrinter.Symbol(arithmetic.Operator)}({NameOf(arithmetic.Left)},{NameOf(arithmetic.Right)})",
        NegateExpression negate => $"-({NameOf(negate.Operand)})",
        CastExpression cast => $"cast({NameOf(cast.Operand)},{Common.SqlTypeNames.Internal(cast.TargetType.Kind)})",
        _ => null,
    };

    /// <summary>The capability that names the operator, <c>CAP_BI_…</c> for those with a signature.</summary>
    public static string? FunctionCapabilityOf(Expression expression) => expression switch
    {
        CallExpression call => Capability.OfFunction(call.Function.Name == "||" ? "concat" : call.Function.Name),
        ArithmeticExpression arithmetic => Capability.OfFunction(NameOf(arithmetic.Operator)),
        NegateExpression => Capability.OfFunction("neg"),
        CastExpression => Capability.OfFunction("cast"),
        _ => null,
    };

    /// <summary>The capability a comparison needs on its columns, null for what compares nothing.</summary>
    public static string? ColumnCapabilityOf(Expression expression) => expression switch
    {
        ComparisonExpression { Operator: ComparisonOperator.Equal } => Capability.ColumnFilter,
        ComparisonExpression => Capability.ColumnNonEqualComparison,
        LikeExpression => Capability.ColumnLike,
        InListExpression => Capability.ColumnIn,
        QuantifiedArrayExpression { Operator: ComparisonOperator.Equal } => Capability.ColumnIn,
        QuantifiedArrayExpression => Capability.ColumnNonEqualComparison,
        _ => null,
    };

    /// <summary>The word of an arithmetic operator in <c>CAP_BI_…</c>.</summary>
    public static string NameOf(ArithmeticOperator op) => op switch
    {
        ArithmeticOperator.Add => "add",
        ArithmeticOperator.Subtract => "sub",
        ArithmeticOperator.Multiply => "mul",
        ArithmeticOperator.Divide => "div",
        _ => "mod",
    };

    private static string NameOf(Expression operand) => Common.SqlTypeNames.Internal(operand.Type.Kind);
}
