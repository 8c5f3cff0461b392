using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>How many rows a plan puts out, by statistics and rules of thumb. An estimate decides how, never what.</summary>
public static class Estimator
{
    /// <summary>What a table without statistics is taken to hold.</summary>
    public const double UnknownTable = 100_000;

    public static double Rows(PlanNode node) => node switch
    {
        ScanNode scan => scan.Table.Statistics?.RowCount ?? UnknownTable,
        RemoteNode remote => Rows(remote.Fragment),
        ValuesNode values => values.Rows.Count,
        TableFunctionNode or CteScanNode => 1000,
        FilterNode filter => AtLeastOne(Rows(filter.Input) * Selectivity.OfAll(filter.Predicate.Conjuncts(), filter.Input), Rows(filter.Input)),
        ProjectNode or SortNode or WindowNode => Rows(node.Inputs[0]),
        AggregateNode aggregate => Groups(aggregate),
        DistinctNode { On: var on } distinct => DistinctRows(on.IsEmpty ? [.. distinct.Output.Select(column => column.ToExpression())] : on, distinct.Input),
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

    /// <summary>The number of different values of an expression in a plan's rows, where known.</summary>
    public static double? DistinctCount(PlanNode node, Expression expression)
    {
        if (expression is ConstantExpression) return 1;
        return ColumnFacts.Find(node, expression) is { Distinct: { } distinct } facts ? Remaining(distinct, facts.TableRows, Rows(node)) : null;
    }

    /// <summary>The number of rows that differ in at least one of these expressions; what is not known of one of them is a tenth of the rows.</summary>
    public static double DistinctRows(IReadOnlyList<Expression> keys, PlanNode input)
    {
        var rows = Rows(input);
        return Math.Min(rows, keys.Aggregate(1.0, (all, key) => all * Math.Max(1, DistinctCount(input, key) ?? rows / 10)));
    }

    /// <summary>Less than a row is said of nothing that may have one: products of such guesses would make everything above look empty.</summary>
    private static double AtLeastOne(double rows, double possible) => Math.Max(rows, Math.Min(1, possible));

    private static double Groups(AggregateNode aggregate) => aggregate.GroupBy.IsEmpty
        ? Math.Max(1, aggregate.GroupingSets.Count)
        : DistinctRows([.. aggregate.GroupBy.Select(item => item.Expression)], aggregate.Input);

    /// <summary>How many of a table's different values are among some of its rows, taken at random.</summary>
    private static double Remaining(double distinct, double? tableRows, double rows)
    {
        if (tableRows is not { } all || all <= 0 || distinct <= 0) return Math.Min(distinct, rows);
        var part = Math.Min(1, rows / all);
        return Math.Min(Math.Min(distinct, Math.Max(1, rows)), distinct * (1 - Math.Pow(1 - part, all / distinct)));
    }

    private static double Join(JoinNode join)
    {
        var (left, right) = (Rows(join.Left), Rows(join.Right));
        var (keys, keysLimit, selectivity) = (1.0, 0.0, 1.0);
        foreach (var conjunct in join.Condition?.Conjuncts() ?? [])
        {
            if (conjunct is not ComparisonExpression { Operator: ComparisonOperator.Equal } equal)
            {
                selectivity *= Selectivity.Other;
                continue;
            }

            ColumnFacts?[] sides = [ColumnFacts.Find(join, equal.Left), ColumnFacts.Find(join, equal.Right)];
            keys *= Math.Max(1, sides.Max(side => side?.Distinct) ?? Math.Max(left, right));
            keysLimit = Math.Max(keysLimit, sides.Max(side => side?.TableRows) ?? double.PositiveInfinity);
        }

        // Keys of several columns have no more values than their table has rows.
        if (keysLimit > 0) keys = Math.Min(keys, Math.Max(1, keysLimit));
        var matches = left * right * selectivity / keys;
        return join.Kind switch
        {
            JoinKind.Left => Math.Max(left, matches),
            JoinKind.Right => Math.Max(right, matches),
            JoinKind.Full => Math.Max(left + right, matches),
            JoinKind.Semi => Math.Min(left, matches),
            JoinKind.Anti => Math.Max(1, left - Math.Min(left, matches)),
            _ => AtLeastOne(matches, Math.Min(left, right)),
        };
    }
}
