using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>Which fraction of an input's rows satisfies conditions: by the columns' statistics, else by rules of thumb.</summary>
internal static class Selectivity
{
    public const double Other = 0.25;

    private const double Range = 1.0 / 3;
    private const double Equal = 0.01;
    private const double Smallest = 1e-9;

    /// <summary>Of all conditions together. Bounds of one column are taken together; other conditions are taken to be independent.</summary>
    public static double OfAll(IEnumerable<Expression> conjuncts, PlanNode input)
    {
        var all = 1.0;
        var bounds = new Dictionary<ColumnId, (double Below, double Above)>();
        foreach (var conjunct in conjuncts)
        {
            if (Bound(conjunct, input) is not var (column, below, isUpper))
            {
                all *= Of(conjunct, input);
                continue;
            }

            var known = bounds.GetValueOrDefault(column, (1, 0));
            bounds[column] = isUpper ? (Math.Min(known.Below, below), known.Above) : (known.Below, Math.Max(known.Above, below));
        }

        foreach (var (column, (below, above)) in bounds)
        {
            var nulls = ColumnFacts.Find(input, column)?.Statistics?.NullFraction ?? 0;
            all *= Math.Max(Smallest, Math.Min(below, 1 - nulls) - above);
        }

        return Math.Clamp(all, 0, 1);
    }

    public static double Of(Expression condition, PlanNode input) => condition switch
    {
        ConstantExpression { Value: true } => 1,
        ConstantExpression => 0,
        LogicalExpression { Operator: LogicalOperator.And } and => OfAll(and.Operands, input),
        LogicalExpression or => 1 - or.Operands.Aggregate(1.0, (none, operand) => none * (1 - Of(operand, input))),
        NotExpression not => 1 - Of(not.Operand, input),
        ComparisonExpression comparison => OfComparison(comparison, input),
        InListExpression inList => OfList(inList, input),
        LikeExpression { Pattern: ConstantExpression { Value: string pattern } } like => like.IsNegated ? 1 - OfPattern(pattern) : OfPattern(pattern),
        IsNullExpression isNull => OfNullTest(isNull, input),
        ColumnExpression { Type.Kind: SqlTypeKind.Boolean } flag => Matching(flag, ConstantExpression.True, input) ?? 0.5,
        _ => Other,
    };

    private static double OfComparison(ComparisonExpression comparison, PlanNode input)
    {
        switch (comparison.Operator)
        {
            case ComparisonOperator.Equal: return OfEquality(comparison.Left, comparison.Right, input);
            case ComparisonOperator.NotEqual: return Math.Max(0, 1 - Nulls(comparison, input) - OfEquality(comparison.Left, comparison.Right, input));
            case ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom: return Other;
            default:
                if (Bound(comparison, input) is not var (column, below, isUpper)) return Range;
                var nulls = ColumnFacts.Find(input, column)?.Statistics?.NullFraction ?? 0;
                return Math.Clamp(isUpper ? below : 1 - nulls - below, Smallest, 1);
        }
    }

    private static double Nulls(ComparisonExpression comparison, PlanNode input) =>
        (ColumnFacts.Find(input, comparison.Left) ?? ColumnFacts.Find(input, comparison.Right))?.Statistics?.NullFraction ?? 0;

    private static double OfEquality(Expression left, Expression right, PlanNode input)
    {
        if (right is ConstantExpression constant && Matching(left, constant, input) is { } matching) return matching;
        if (left is ConstantExpression first && Matching(right, first, input) is { } swapped) return swapped;
        var distinct = new[] { ColumnFacts.Find(input, left)?.Distinct, ColumnFacts.Find(input, right)?.Distinct }.Max();
        return distinct is { } values ? 1 / Math.Max(1, values) : Equal;
    }

    /// <summary>The fraction of rows where a column has a value, where its statistics tell.</summary>
    private static double? Matching(Expression expression, ConstantExpression value, PlanNode input)
    {
        if (value.Value is null) return 0;
        if (ColumnFacts.Find(input, expression) is not { Statistics: { } statistics } facts) return null;
        var fraction = ValueSpread.Of(statistics, facts.Column.Type).Equal(value, facts.Distinct);

        // Statistics may be older than the row that is asked for.
        return fraction is { } known ? Math.Max(known, 1 / Math.Max(2, facts.TableRows ?? 1000)) : null;
    }

    private static double OfList(InListExpression inList, PlanNode input)
    {
        var matching = Math.Min(1, inList.Items.Sum(item => OfEquality(inList.Value, item, input)));
        return inList.IsNegated ? 1 - matching : matching;
    }

    private static double OfNullTest(IsNullExpression isNull, PlanNode input)
    {
        var nulls = ColumnFacts.Find(input, isNull.Operand)?.Statistics?.NullFraction ?? 0.05;
        return isNull.IsNegated ? 1 - nulls : nulls;
    }

    /// <summary>Each letter asked for leaves a fifth of the rows, what may stand for anything makes up for some: PostgreSQL's rule of thumb.</summary>
    private static double OfPattern(string pattern)
    {
        var fraction = 1.0;
        foreach (var sign in pattern) fraction *= sign switch { '%' => 5, '_' => 0.9, _ => 0.2 };
        return Math.Clamp(fraction, 0.0001, 1);
    }

    /// <summary>A bound of a column by a constant: the column, the fraction of rows below the constant, and whether those are the rows that pass.</summary>
    private static (ColumnId Column, double Below, bool IsUpper)? Bound(Expression condition, PlanNode input)
    {
        if (condition is not ComparisonExpression comparison) return null;
        var (side, op, constant) = comparison switch
        {
            { Left: ColumnExpression left, Right: ConstantExpression right } => (left, comparison.Operator, right),
            { Left: ConstantExpression left, Right: ColumnExpression right } => (right, Mirrored(comparison.Operator), left),
            _ => (null, default, null),
        };
        if (side is null || op is not (ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual)) return null;
        if (ColumnFacts.Find(input, side.Id) is not { Statistics: { } statistics } facts) return null;
        var isUpper = op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual;
        var below = ValueSpread.Of(statistics, facts.Column.Type).Below(constant!, orEqual: op is ComparisonOperator.LessOrEqual or ComparisonOperator.Greater);
        return below is { } fraction ? (side.Id, fraction, isUpper) : null;
    }

    private static ComparisonOperator Mirrored(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };
}
