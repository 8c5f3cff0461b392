using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>Where a comparison that holds for too many values makes the whole condition hold for too many rows, never for too few.</summary>
internal static class Polarity
{
    public static bool MayBeWeakened(Expression condition) => condition switch
    {
        LogicalExpression logical => logical.Operands.All(MayBeWeakened),
        ComparisonExpression comparison => comparison.Operator is not (ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom) && HasPlainOperands(comparison),
        LikeExpression { IsNegated: false } or InListExpression { IsNegated: false } => HasPlainOperands(condition),
        QuantifiedArrayExpression { Quantifier: Quantifier.Any, Operator: ComparisonOperator.Equal } => HasPlainOperands(condition),
        ConstantExpression => true,
        _ => false,
    };

    /// <summary>No condition inside the condition: a weaker one there could turn the outer one around.</summary>
    private static bool HasPlainOperands(Expression condition) => ExpressionWalk.ChildrenOf(condition).All(operand =>
        operand.SelfAndDescendants().All(part => part.Type.Kind != SqlTypeKind.Boolean || part is ColumnExpression or ConstantExpression or ParameterExpression)
        && !operand.SelfAndDescendants().Any(part => ExpressionWalk.SubqueriesOf(part) is not null));
}
