using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Lookups;

/// <summary>Which queries ask for the row of a key: whatever the key, there is at most one, so that no better plan than for another key exists.</summary>
internal static class KeyLookups
{
    public static bool IsOne(PlanNode plan) => plan switch
    {
        ProjectNode or SortNode or LimitNode => IsOne(plan.Inputs[0]),
        FilterNode { Input: ScanNode scan } filter => Covers(scan, Compared(filter.Predicate)),
        _ => false,
    };

    private static bool Covers(ScanNode scan, HashSet<ColumnId> compared)
    {
        var ordinals = scan.Columns.Where(column => compared.Contains(column.Column.Id)).Select(column => column.Ordinal).ToHashSet();
        return scan.Table.Keys.Any(key => key.Ordinals.All(ordinals.Contains));
    }

    private static HashSet<ColumnId> Compared(Expression condition)
    {
        var columns = new HashSet<ColumnId>();
        foreach (var conjunct in condition.Conjuncts())
            if (conjunct is ComparisonExpression { Operator: ComparisonOperator.Equal } equal)
            {
                if (equal.Left is ColumnExpression left && IsValue(equal.Right)) columns.Add(left.Id);
                else if (equal.Right is ColumnExpression right && IsValue(equal.Left)) columns.Add(right.Id);
            }

        return columns;
    }

    private static bool IsValue(Expression expression) => expression is ParameterExpression or ConstantExpression or CastExpression { Operand: ParameterExpression };
}
