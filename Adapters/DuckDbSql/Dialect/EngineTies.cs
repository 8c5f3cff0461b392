using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Writes FETCH FIRST … WITH TIES, which the engine does not have, by ranks.
/// <code>
/// Limit: n offset m with ties        Sort: x
///   Sort: x                    =>      Filter: rank &lt;= m + n AND number > m AND n > 0
///                                        Window: rank() OVER (ORDER BY x), row_number() OVER (ORDER BY x)
/// </code>
/// Rows equal to the last one within the limit have its rank.
/// </summary>
internal static class EngineTies
{
    public static SortNode Rewrite(LimitNode limit, SortNode sort, ColumnIds ids)
    {
        var rank = new OutputColumn(ids.Next(), "rank", SqlType.Int8, false);
        var number = new OutputColumn(ids.Next(), "number", SqlType.Int8, false);
        var window = new WindowNode(sort.Input, [new WindowItem(rank, Call("rank", sort)), new WindowItem(number, Call("row_number", sort))]);

        var (count, offset) = (limit.Limit!, limit.Offset ?? Zero);
        var last = new ArithmeticExpression(ArithmeticOperator.Add, offset, count, SqlType.Int8);
        var kept = new FilterNode(window, ExpressionWalk.And(
        [
            new ComparisonExpression(ComparisonOperator.LessOrEqual, rank.ToExpression(), last),
            new ComparisonExpression(ComparisonOperator.Greater, number.ToExpression(), offset),
            new ComparisonExpression(ComparisonOperator.Greater, count, Zero),
        ]));
        return new SortNode(new ProjectNode(kept, sort.Output.Select(ProjectItem.Pass).ToEquatableArray()), sort.Keys);
    }

    private static ConstantExpression Zero => new(0L, SqlType.Int8);

    private static WindowCall Call(string name, SortNode sort) => new(new FunctionReference(name, $"{name}()"), [], SqlType.Int8, OrderBy: sort.Keys);
}
