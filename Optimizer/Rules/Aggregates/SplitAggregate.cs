using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Aggregates;

/// <summary>
/// An aggregate in two steps: <see cref="Partials"/> over groups of the rows, <see cref="Finals"/> over the results, and from those the aggregate's value. Only
/// where the two steps give exactly what one gives: counts, sums and averages of integers and numerics (PostgreSQL's average is their sum divided by their
/// number), smallest and largest, AND and OR. Never for floats, whose sums depend on the order of rows.
/// </summary>
/// <param name="Item">The aggregate.</param>
/// <param name="Partials">Computed first, over the same arguments.</param>
/// <param name="Finals">One for each partial, over its column.</param>
/// <param name="Value">The aggregate's value over the finals' columns.</param>
internal sealed record SplitAggregate(AggregateItem Item, IReadOnlyList<AggregateItem> Partials, IReadOnlyList<AggregateItem> Finals, Expression Value)
{
    /// <summary>The sum of a group may be larger than that of all rows: it needs room in the 38 digits that are carried.</summary>
    private const int MostDigits = 28;

    private static readonly FunctionReference SumOfBigints = new("sum", "sum(int8)");
    private static readonly FunctionReference SumOfNumerics = new("sum", "sum(numeric)");
    private static readonly SqlType BigintSum = SqlType.Numeric(SqlType.MaxDecimalPrecision, 0);

    /// <summary>The steps of all aggregates of a node; null when one of them cannot be split.</summary>
    public static IReadOnlyList<SplitAggregate>? OfAll(AggregateNode node, RuleContext context)
    {
        var split = new List<SplitAggregate>();
        foreach (var item in node.Aggregates)
        {
            if (Of(item, context, isGlobal: node.GroupBy.IsEmpty) is not { } one) return null;
            split.Add(one);
        }

        return split;
    }

    private static SplitAggregate? Of(AggregateItem item, RuleContext context, bool isGlobal)
    {
        var call = item.Call;
        if (call.IsDistinct || call.IsWithinGroup || !call.OrderBy.IsEmpty || call.Arguments.Any(PlanColumns.IsVolatile) || call.Filter?.IsVolatile() == true) return null;
        if (call.Arguments.Any(argument => argument.HasSubquery()) || call.Filter?.HasSubquery() == true) return null;
        var parts = new Parts(item, context);
        switch (call.Function.Signature)
        {
            case "count()" or "count(any)": return parts.Build(parts.Count(call, isGlobal));
            case "sum(int2)" or "sum(int4)": return parts.Build(Converted(parts.Add(call, SumOfBigints, BigintSum), call.Type));
            case "sum(int8)": return parts.Build(Converted(parts.Add(call, SumOfNumerics, BigintSum), call.Type));
            case "sum(numeric)" or "avg(numeric)" when call.Arguments[0].Type is { IsDecimal: true, Length: > MostDigits }: return null;
            case "sum(numeric)": return parts.Build(parts.Add(call, SumOfNumerics, call.Type));
            case "avg(int2)" or "avg(int4)":
                return parts.Average(call with { Function = SumFor(call), Type = SqlType.Int8 }, SumOfBigints, isGlobal);
            case "avg(int8)": return parts.Average(call with { Function = SumOfBigints, Type = BigintSum }, SumOfNumerics, isGlobal);
            case "avg(numeric)":
                var argument = call.Arguments[0].Type;
                var sum = argument.IsDecimal ? SqlType.Numeric(SqlType.MaxDecimalPrecision, argument.Scale) : SqlType.UnconstrainedNumeric;
                return parts.Average(call with { Function = SumOfNumerics, Type = sum }, SumOfNumerics, isGlobal);
            default:
                var repeats = call.Function.Name is "bool_and" or "bool_or" or "every" || (call.Function.Name is "min" or "max" && call.Arguments is [{ Type: var type }] && GroupKeys.IsFaithful(type));
                return repeats ? parts.Build(parts.Add(call, call.Function, call.Type)) : null;
        }
    }

    private static FunctionReference SumFor(AggregateCall average) => new("sum", average.Function.Signature.Replace("avg", "sum", StringComparison.Ordinal));

    private static Expression Converted(Expression value, SqlType type) => value.Type == type ? value : new CastExpression(value, type);

    /// <summary>Collects the steps of one aggregate.</summary>
    private sealed class Parts(AggregateItem item, RuleContext context)
    {
        private readonly List<AggregateItem> _partials = [];
        private readonly List<AggregateItem> _finals = [];

        /// <summary>A partial aggregate and its final step; the final's column.</summary>
        public ColumnExpression Add(AggregateCall partial, FunctionReference final, SqlType finalType)
        {
            var name = $"partial_{partial.Function.Name}";
            var column = context.NewColumn(name, partial.Type);
            _partials.Add(new AggregateItem(column, partial));
            var last = context.NewColumn(item.Column.Name, finalType);
            _finals.Add(new AggregateItem(last, new AggregateCall(final, [column.ToExpression()], finalType)));
            return last.ToExpression();
        }

        /// <summary>The number of rows counted in all groups: none where there are no groups at all.</summary>
        public Expression Count(AggregateCall partial, bool isGlobal)
        {
            var sum = Add(partial, SumOfBigints, BigintSum);
            var count = new CastExpression(sum, SqlType.Int8);
            return isGlobal ? new CaseExpression([new CaseBranch(new IsNullExpression(sum), new ConstantExpression(0L, SqlType.Int8))], count, SqlType.Int8) : count;
        }

        public SplitAggregate Average(AggregateCall sum, FunctionReference final, bool isGlobal)
        {
            var total = Add(sum, final, sum.Type.IsDecimal ? sum.Type : final == SumOfBigints ? BigintSum : SqlType.UnconstrainedNumeric);
            var count = Count(sum with { Function = new FunctionReference("count", "count(any)"), Type = SqlType.Int8 }, isGlobal);
            var quotient = new ArithmeticExpression(
                ArithmeticOperator.Divide, Converted(total, SqlType.UnconstrainedNumeric), Converted(count, SqlType.UnconstrainedNumeric), SqlType.UnconstrainedNumeric);
            return Build(quotient);
        }

        public SplitAggregate Build(Expression value) => new(item, _partials, _finals, Converted(value, item.Column.Type));
    }
}
