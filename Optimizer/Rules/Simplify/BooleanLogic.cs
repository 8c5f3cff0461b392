using System.Diagnostics;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>AND, OR and NOT in three-valued logic.</summary>
internal static class BooleanLogic
{
    public static Expression Simplify(LogicalExpression logical)
    {
        var isAnd = logical.Operator == LogicalOperator.And;
        var operands = new List<Expression>();
        var seen = new HashSet<Expression>();
        foreach (var operand in logical.Operands.SelectMany(operand => operand is LogicalExpression nested && nested.Operator == logical.Operator ? nested.Operands.AsEnumerable() : [operand]))
        {
            if (operand is ConstantExpression { Value: bool value })
            {
                if (value == isAnd) continue;
                return operand;
            }

            if (operand.IsVolatile() || seen.Add(operand)) operands.Add(operand);
        }

        if (operands.Count == 0) return isAnd ? ConstantExpression.True : ConstantExpression.False;
        if (operands.Count == 1) return operands[0];
        return isAnd ? logical with { Operands = operands.ToEquatableArray() } : FactorOut(operands);
    }

    /// <summary><c>(a AND b) OR (a AND c)</c> is <c>a AND (b OR c)</c>: a condition that every branch asks for can be used on its own, for a join or at a source.</summary>
    private static Expression FactorOut(List<Expression> branches)
    {
        var conjuncts = branches.Select(branch => branch.Conjuncts().ToList()).ToList();
        var common = conjuncts[0].Where(conjunct => !conjunct.IsVolatile() && conjuncts.Skip(1).All(other => other.Contains(conjunct))).ToList();
        if (common.Count == 0) return new LogicalExpression(LogicalOperator.Or, branches.ToEquatableArray());
        var rest = conjuncts.Select(branch => branch.Except(common).ToList()).ToList();
        if (rest.Any(branch => branch.Count == 0)) return ExpressionWalk.And(common);
        var either = Simplify(new LogicalExpression(LogicalOperator.Or, rest.Select(branch => ExpressionWalk.And(branch)).ToEquatableArray()));
        return ExpressionWalk.And([.. common, either]);
    }

    public static Expression Negate(Expression operand) => operand switch
    {
        ConstantExpression { Value: bool value } => value ? ConstantExpression.False : ConstantExpression.True,
        ConstantExpression { Value: null } => operand,
        NotExpression not => not.Operand,
        LogicalExpression logical => Simplify(new LogicalExpression(
            logical.Operator == LogicalOperator.And ? LogicalOperator.Or : LogicalOperator.And, logical.Operands.Select(Negate).ToEquatableArray())),
        ComparisonExpression comparison => comparison with { Operator = Opposite(comparison.Operator) },
        IsNullExpression isNull => isNull with { IsNegated = !isNull.IsNegated },
        IsBooleanExpression isBoolean => isBoolean with { IsNegated = !isBoolean.IsNegated },
        LikeExpression like => like with { IsNegated = !like.IsNegated },
        InListExpression inList => inList with { IsNegated = !inList.IsNegated },
        ExistsExpression exists => exists with { IsNegated = !exists.IsNegated },
        QuantifiedSubqueryExpression quantified => quantified with
        {
            Operator = Opposite(quantified.Operator),
            Quantifier = quantified.Quantifier == Quantifier.Any ? Quantifier.All : Quantifier.Any,
        },
        _ => new NotExpression(operand),
    };

    /// <summary>PostgreSQL's orders are total (NaN is the largest float), so not less is greater or equal.</summary>
    private static ComparisonOperator Opposite(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        ComparisonOperator.IsDistinctFrom => ComparisonOperator.IsNotDistinctFrom,
        ComparisonOperator.IsNotDistinctFrom => ComparisonOperator.IsDistinctFrom,
        _ => throw new UnreachableException(),
    };
}
