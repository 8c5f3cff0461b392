using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>What capabilities say of a WHERE clause: each condition by its kind, then how several may be combined.</summary>
internal sealed class ConditionRules(ExpressionRules rules)
{
    public Verdict Where(IReadOnlyList<Expression> conjuncts)
    {
        if (conjuncts.Count == 0) return Verdict.Exact;
        var verdict = rules.Any(Capability.Where, Capability.SimpleExpressionInWhere);
        foreach (var conjunct in conjuncts) verdict = verdict.And(Condition(conjunct));
        return verdict.And(Combined(conjuncts, LogicalOperator.And));
    }

    private Verdict Condition(Expression condition) => condition switch
    {
        LogicalExpression logical => logical.Operands.Aggregate(Combined(logical.Operands, logical.Operator), (verdict, operand) => verdict.And(Condition(operand))),
        ComparisonExpression { Operator: ComparisonOperator.Equal } equal => Filterable(equal).And(Operands(equal)),
        ComparisonExpression { Operator: ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom } => Filterable(condition).And(Expression(condition)),
        ComparisonExpression comparison => Filterable(comparison).And(rules.Needs(Capability.NonEqualComparison))
            .And(rules.OfColumns(comparison, Capability.ColumnNonEqualComparison)).And(Operands(comparison)),
        LikeExpression like => Filterable(like).And(rules.Needs(Capability.Like)).And(rules.OfColumns(like, Capability.ColumnLike)).And(Operands(like)),
        InListExpression inList => Filterable(inList).And(rules.Needs(Capability.In)).And(rules.OfColumns(inList, Capability.ColumnIn)).And(Operands(inList)),
        IsNullExpression { Operand: ColumnExpression } => Filterable(condition).And(rules.Needs(Capability.Where)),
        ExistsExpression or QuantifiedSubqueryExpression => rules.Parts(condition),
        ConstantExpression { Value: true } or DynamicFilterExpression => Verdict.Exact,
        _ => Filterable(condition).And(Expression(condition)),
    };

    private Verdict Filterable(Expression condition) => rules.OfColumns(condition, Capability.ColumnFilter);

    /// <summary>Column against constants is the simplest form; everything else is an expression.</summary>
    private Verdict Operands(Expression condition)
    {
        var operands = ExpressionWalk.ChildrenOf(condition).ToList();
        if (operands.Count(ExpressionRules.IsColumn) == 1 && operands.All(operand => ExpressionRules.IsColumn(operand) || ExpressionRules.IsConstant(operand))) return rules.Parts(condition);
        return operands.Aggregate(rules.Needs(Capability.ExpressionInWhere), (verdict, operand) =>
            verdict.And(rules.Value(operand, null, Capability.ExpressionInWhere, Capability.NestedFunctionInWhere)));
    }

    private Verdict Expression(Expression condition) =>
        rules.Needs(Capability.ExpressionInWhere).And(rules.Value(condition, null, Capability.ExpressionInWhere, Capability.NestedFunctionInWhere));

    private Verdict Combined(IReadOnlyList<Expression> conditions, LogicalOperator op)
    {
        if (conditions.Count < 2) return Verdict.Exact;
        var (same, different) = op == LogicalOperator.And ? (Capability.And, Capability.AndDifferentColumns) : (Capability.Or, Capability.OrDifferentColumns);
        var groups = conditions.GroupBy(ColumnKey).ToList();
        var verdict = groups.Count > 1 ? rules.NeedsExact(different) : Verdict.Exact;
        foreach (var group in groups.Where(group => group.Count() > 1))
        {
            var isRange = op == LogicalOperator.And && IsRange([.. group]) && rules.Capabilities.HasExact(Capability.Between);
            verdict = verdict.And(isRange ? rules.OfColumns(group.First(), Capability.ColumnBetween) : rules.NeedsExact(same));
        }

        return verdict;
    }

    /// <summary>Equal for conditions on the same column or columns.</summary>
    private static string ColumnKey(Expression condition) => string.Join(',', condition.Columns().Select(column => column.Id.Value).Distinct().Order());

    private static bool IsRange(IReadOnlyList<Expression> conditions) =>
        conditions.Count == 2 && conditions.Count(condition => IsBound(condition, isLower: true)) == 1 && conditions.Count(condition => IsBound(condition, isLower: false)) == 1;

    private static bool IsBound(Expression condition, bool isLower) => condition is ComparisonExpression { Left: ColumnExpression, Operator: var op }
        && op == (isLower ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.LessOrEqual);
}
