using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>How many rows a plan puts out, by the sources' statistics and rules of thumb. An estimate decides how, never what.</summary>
public static class Estimator
{
    /// <summary>What a table without statistics is taken to hold.</summary>
    public const double UnknownTable = 100_000;

    private const double RangeSelectivity = 1.0 / 3;
    private const double EqualSelectivity = 0.01;
    private const double OtherSelectivity = 0.25;

    public static double Rows(PlanNode node) => node switch
    {
        ScanNode scan => scan.Table.Statistics?.RowCount ?? UnknownTable,
        RemoteNode remote => Rows(remote.Fragment),
        ValuesNode values => values.Rows.Count,
        TableFunctionNode or CteScanNode => 1000,
        FilterNode filter => Rows(filter.Input) * filter.Predicate.Conjuncts().Aggregate(1.0, (all, conjunct) => all * Selectivity(conjunct, filter.Input)),
        ProjectNode or SortNode or WindowNode => Rows(node.Inputs[0]),
        AggregateNode aggregate => Groups(aggregate),
        DistinctNode { On: var on } distinct => Math.Min(Rows(distinct.Input), DistinctValues(on.IsEmpty ? [.. distinct.Output.Select(column => column.ToExpression())] : on, distinct.Input)),
        LimitNode limit => limit.Limit is ConstantExpression { Value: long count } ? Math.Min(count, Rows(limit.Input)) : Rows(limit.Input),
        JoinNode join => Join(join),
        SetOperationNode { Kind: SetOperationKind.Union } union => union.Branches.Sum(Rows),
        SetOperationNode operation => Rows(operation.Branches[0]),
        WithNode with => Rows(with.Body),
        _ => UnknownTable,
    };

    /// <summary>True when every table below has statistics.</summary>
    public static bool IsKnown(PlanNode node) => node switch
    {
        ScanNode scan => scan.Table.Statistics is not null,
        RemoteNode remote => IsKnown(remote.Fragment),
        ValuesNode => true,
        TableFunctionNode or CteScanNode => false,
        _ => node.Inputs.All(IsKnown),
    };

    /// <summary>The number of different values of a column, where known.</summary>
    public static double? DistinctCount(PlanNode node, ColumnId id)
    {
        foreach (var below in node.SelfAndDescendants())
        {
            if (below is RemoteNode remote && DistinctCount(remote.Fragment, id) is { } inside) return inside;
            if (below is ProjectNode project && project.Items.FirstOrDefault(item => item.Column.Id == id) is { IsPassThrough: false, Expression: ColumnExpression passed }) return DistinctCount(project.Input, passed.Id);
            if (below is not ScanNode scan || scan.Columns.FirstOrDefault(column => column.Column.Id == id) is not { Ordinal: >= 0 } read) continue;
            if (scan.Table.Keys.Any(key => key.Ordinals.Count == 1 && key.Ordinals[0] == read.Ordinal)) return scan.Table.Statistics?.RowCount;
            return scan.Table.Columns[read.Ordinal].Statistics?.DistinctCount;
        }

        return null;
    }

    private static double Selectivity(Expression condition, PlanNode input) => condition switch
    {
        ConstantExpression { Value: true } => 1,
        LogicalExpression { Operator: LogicalOperator.And } and => and.Operands.Aggregate(1.0, (all, operand) => all * Selectivity(operand, input)),
        LogicalExpression or => Math.Min(1, or.Operands.Sum(operand => Selectivity(operand, input))),
        ComparisonExpression { Operator: ComparisonOperator.Equal } equal => 1 / Math.Max(1, DistinctOf(equal.Left, input) ?? DistinctOf(equal.Right, input) ?? 1 / EqualSelectivity),
        ComparisonExpression { Operator: ComparisonOperator.NotEqual } => 1 - EqualSelectivity,
        ComparisonExpression => RangeSelectivity,
        InListExpression { IsNegated: false } inList => Math.Min(1, inList.Items.Count / Math.Max(1, DistinctOf(inList.Value, input) ?? 1 / EqualSelectivity)),
        IsNullExpression isNull => isNull.IsNegated ? 0.95 : 0.05,
        _ => OtherSelectivity,
    };

    private static double? DistinctOf(Expression expression, PlanNode input) => expression is ColumnExpression column ? DistinctCount(input, column.Id) : null;

    private static double Groups(AggregateNode aggregate)
    {
        if (aggregate.GroupBy.IsEmpty) return Math.Max(1, aggregate.GroupingSets.Count);
        return Math.Min(Rows(aggregate.Input), DistinctValues([.. aggregate.GroupBy.Select(item => item.Expression)], aggregate.Input));
    }

    private static double DistinctValues(IReadOnlyList<Expression> keys, PlanNode input)
    {
        var rows = Rows(input);
        return Math.Min(rows, keys.Aggregate(1.0, (all, key) => all * (DistinctOf(key, input) ?? Math.Max(1, rows / 10))));
    }

    private static double Join(JoinNode join)
    {
        var (left, right) = (Rows(join.Left), Rows(join.Right));
        var selectivity = 1.0;
        foreach (var conjunct in join.Condition?.Conjuncts() ?? [])
        {
            if (conjunct is ComparisonExpression { Operator: ComparisonOperator.Equal } equal)
            {
                var distinct = new[] { DistinctOf(equal.Left, join.Left), DistinctOf(equal.Left, join.Right), DistinctOf(equal.Right, join.Left), DistinctOf(equal.Right, join.Right) }.Max();
                selectivity /= Math.Max(1, distinct ?? Math.Max(left, right));
            }
            else selectivity *= OtherSelectivity;
        }

        var matches = left * right * selectivity;
        return join.Kind switch
        {
            JoinKind.Left => Math.Max(left, matches),
            JoinKind.Right => Math.Max(right, matches),
            JoinKind.Full => Math.Max(left + right, matches),
            JoinKind.Semi => Math.Min(left, matches),
            JoinKind.Anti => Math.Max(1, left - Math.Min(left, matches)),
            _ => matches,
        };
    }
}
