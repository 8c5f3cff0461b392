using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>
/// <c>rank(value) WITHIN GROUP (ORDER BY key)</c> and its relatives: where a row that is not there would stand. They are counts of the rows before it:
/// <code>
/// rank          count(*) FILTER (before) + 1
/// dense_rank    count(DISTINCT keys) FILTER (before) + 1
/// percent_rank  count(*) FILTER (before) / count(*), 0 without rows
/// cume_dist     (count(*) FILTER (before or equal) + 1) / (count(*) + 1)
/// </code>
/// </summary>
internal static class HypotheticalSetBinder
{
    public static bool IsName(string name) => name is "rank" or "dense_rank" or "percent_rank" or "cume_dist";

    public static Expression Bind(Ast.FunctionCall call, Scope scope)
    {
        var name = call.Name.Last.Text;
        if (call.Over is not null)
            throw new GatewayException(SqlState.FeatureNotSupported, $"OVER is not supported for ordered-set aggregate {name}") { Position = call.Span.Start };
        var values = call.Arguments.Select(argument => ExpressionBinder.Bind(argument.Value, scope)).ToList();
        var keys = call.OrderBy.Select(key => ExpressionBinder.Bind(key.Expression, scope)).ToList();
        if (values.Count != keys.Count) throw FunctionErrors.NoFunction(name, values.Concat(keys).Select(argument => argument.Type), isAmbiguous: false, call.Span.Start);
        RequirePlain(call, values, scope);
        var order = new List<(SortKey Key, Expression Value)>();
        for (var i = 0; i < keys.Count; i++)
        {
            var unified = scope.State.Coercion.Unify([values[i], keys[i]], "WITHIN GROUP", out _, call.Span.Start);
            var key = SortKeys.Make(unified[1], call.OrderBy[i], scope.State);
            order.Add((key with { Expression = unified[1] }, unified[0]));
        }

        return Build(name, order, call, scope);
    }

    private static Expression Build(string name, List<(SortKey Key, Expression Value)> order, Ast.FunctionCall call, Scope scope)
    {
        var filter = AggregateBinder.BindFilter(call, scope);
        ColumnExpression Count(Expression? condition, Expression? distinct = null)
        {
            Expression[] conditions = [.. new[] { filter, condition }.OfType<Expression>()];
            var function = new FunctionReference("count", distinct is null ? "count()" : "count(any)");
            var aggregate = new AggregateCall(function, distinct is null ? [] : [distinct], SqlType.Int8, distinct is not null, Filter: conditions.Length == 0 ? null : ExpressionWalk.And(conditions));
            return AggregateBinder.Add(aggregate, isVolatile: false, isNullable: false, call, scope);
        }

        var before = Before(order, scope);
        switch (name)
        {
            case "rank": return Next(Count(before));
            case "dense_rank": return Next(Count(before, RowKeys.Of(order.Select(item => item.Key.Expression).ToEquatableArray())));
            case "percent_rank":
                var all = Count(null);
                var isEmpty = new ComparisonExpression(ComparisonOperator.Equal, all, new ConstantExpression(0L, SqlType.Int8));
                return new CaseExpression([new CaseBranch(isEmpty, new ConstantExpression(0d, SqlType.Float8))], Ratio(Count(before), all), SqlType.Float8);
            default:
                var upTo = new LogicalExpression(LogicalOperator.Or, [before, ExpressionWalk.And(order.Select(item => Same(item, scope)).ToList())]);
                return Ratio(Next(Count(upTo)), Next(Count(null)));
        }
    }

    /// <summary>Whether a row stands before the hypothetical one: true or not, NULLs having their place in the order.</summary>
    private static Expression Before(List<(SortKey Key, Expression Value)> order, Scope scope)
    {
        Expression? result = null;
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var here = Precedes(order[i], scope);
            result = result is null ? here : new LogicalExpression(LogicalOperator.Or, [here, new LogicalExpression(LogicalOperator.And, [Same(order[i], scope), result])]);
        }

        return result!;
    }

    private static LogicalExpression Precedes((SortKey Key, Expression Value) item, Scope scope)
    {
        var (key, value) = (item.Key.Expression, item.Value);
        var less = scope.State.Operators.Compare(item.Key.IsDescending ? ComparisonOperator.Greater : ComparisonOperator.Less, key, value);
        var (nullSide, otherSide) = item.Key.NullsFirst ? (key, value) : (value, key);
        var byNull = new LogicalExpression(LogicalOperator.And, [new IsNullExpression(nullSide), new IsNullExpression(otherSide, IsNegated: true)]);
        return new LogicalExpression(LogicalOperator.Or, [less, byNull]);
    }

    private static Expression Same((SortKey Key, Expression Value) item, Scope scope) =>
        scope.State.Operators.Compare(ComparisonOperator.IsNotDistinctFrom, item.Key.Expression, item.Value);

    private static ArithmeticExpression Next(Expression count) => new(ArithmeticOperator.Add, count, new ConstantExpression(1L, SqlType.Int8), SqlType.Int8);

    private static ArithmeticExpression Ratio(Expression part, Expression whole) =>
        new(ArithmeticOperator.Divide, new CastExpression(part, SqlType.Float8), new CastExpression(whole, SqlType.Float8), SqlType.Float8);

    // The hypothetical row is one for a group: it reads nothing but the group's keys.
    private static void RequirePlain(Ast.FunctionCall call, List<Expression> values, Scope scope)
    {
        if (call.Distinct) throw new GatewayException(SqlState.SyntaxError, "cannot use DISTINCT with WITHIN GROUP") { Position = call.Span.Start };
        scope.Level?.DirectArguments.AddRange(values.Where(value => value.Type.Kind != SqlTypeKind.Unknown));
    }
}
