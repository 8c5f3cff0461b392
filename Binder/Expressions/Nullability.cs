namespace FederationGateway.Binder.Expressions;

/// <summary>Whether an expression may be null, as far as that is certain without knowing what functions do.</summary>
internal static class Nullability
{
    public static bool CanBeNull(Expression expression) => expression switch
    {
        ColumnExpression column => column.IsNullable,
        ConstantExpression constant => constant.Value is null,
        IsNullExpression or IsBooleanExpression or ExistsExpression or RowExpression => false,
        ComparisonExpression { Operator: ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom } => false,
        ComparisonExpression comparison => CanBeNull(comparison.Left) || CanBeNull(comparison.Right),
        ArithmeticExpression arithmetic => CanBeNull(arithmetic.Left) || CanBeNull(arithmetic.Right),
        LogicalExpression logical => logical.Operands.Any(CanBeNull),
        NotExpression not => CanBeNull(not.Operand),
        NegateExpression negate => CanBeNull(negate.Operand),
        LikeExpression like => CanBeNull(like.Value) || CanBeNull(like.Pattern),
        CastExpression cast => CanBeNull(cast.Operand),
        CaseExpression @case => @case.Else is null || CanBeNull(@case.Else) || @case.Branches.Any(branch => CanBeNull(branch.Result)),
        ArrayExpression => false,
        CallExpression { Function.Name: "coalesce" } call => call.Arguments.All(CanBeNull),
        _ => true,
    };
}
