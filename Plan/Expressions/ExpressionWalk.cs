using System.Diagnostics;
using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>Looking through and rebuilding expressions, without each rule repeating the family's shapes.</summary>
public static class ExpressionWalk
{
    /// <summary>The direct operands; queries inside subquery expressions are not entered (see <see cref="SubqueriesOf"/>).</summary>
    public static IEnumerable<Expression> ChildrenOf(Expression expression) => expression switch
    {
        ColumnExpression or ConstantExpression or ParameterExpression or ScalarSubqueryExpression or ArraySubqueryExpression or ExistsExpression => [],
        LogicalExpression logical => logical.Operands,
        NotExpression not => [not.Operand],
        ComparisonExpression comparison => [comparison.Left, comparison.Right],
        ArithmeticExpression arithmetic => [arithmetic.Left, arithmetic.Right],
        NegateExpression negate => [negate.Operand],
        IsNullExpression isNull => [isNull.Operand],
        IsBooleanExpression isBoolean => [isBoolean.Operand],
        LikeExpression like => [like.Value, like.Pattern],
        InListExpression inList => [inList.Value, .. inList.Items],
        CaseExpression @case => [.. @case.Branches.SelectMany(branch => new[] { branch.Condition, branch.Result }), .. @case.Else is null ? [] : new[] { @case.Else }],
        CastExpression cast => [cast.Operand],
        CallExpression call => call.Arguments,
        ArrayExpression array => array.Items,
        SubscriptExpression subscript => [subscript.Array, subscript.Index],
        SliceExpression slice => new[] { slice.Array, slice.From, slice.To }.OfType<Expression>(),
        RowExpression row => row.Items,
        QuantifiedArrayExpression quantified => [quantified.Value, quantified.Array],
        QuantifiedSubqueryExpression quantified => quantified.Values,
        DynamicFilterExpression dynamicFilter => [dynamicFilter.Key],
        _ => throw new UnreachableException(),
    };

    /// <summary>The queries directly inside one expression node.</summary>
    public static PlanNode? SubqueriesOf(Expression expression) => expression switch
    {
        ScalarSubqueryExpression scalar => scalar.Query,
        ArraySubqueryExpression array => array.Query,
        ExistsExpression exists => exists.Query,
        QuantifiedSubqueryExpression quantified => quantified.Query,
        _ => null,
    };

    /// <summary>The expression and all its operands, top down.</summary>
    public static IEnumerable<Expression> SelfAndDescendants(this Expression expression)
    {
        var stack = new Stack<Expression>();
        stack.Push(expression);
        while (stack.TryPop(out var current))
        {
            yield return current;
            foreach (var child in ChildrenOf(current).Reverse()) stack.Push(child);
        }
    }

    /// <summary>Rebuilds bottom up: operands first, then the node itself is handed to <paramref name="rewrite"/>, which returns it or its replacement.</summary>
    public static Expression Rewrite(this Expression expression, Func<Expression, Expression> rewrite, Func<PlanNode, PlanNode>? rewriteQuery = null) =>
        rewrite(expression.MapChildren(operand => operand.Rewrite(rewrite, rewriteQuery), rewriteQuery));

    /// <summary>The same node over other operands (and, when <paramref name="mapQuery"/> is given, over other subqueries): one level, not the operands' own.</summary>
    public static Expression MapChildren(this Expression expression, Func<Expression, Expression> map, Func<PlanNode, PlanNode>? mapQuery = null)
    {
        Expression Go(Expression operand) => map(operand);
        EquatableArray<Expression> All(EquatableArray<Expression> operands) => operands.Select(map).ToEquatableArray();
        PlanNode Query(PlanNode query) => mapQuery is null ? query : mapQuery(query);

        return expression switch
        {
            ColumnExpression or ConstantExpression or ParameterExpression => expression,
            LogicalExpression logical => logical with { Operands = All(logical.Operands) },
            NotExpression not => new NotExpression(Go(not.Operand)),
            ComparisonExpression comparison => comparison with { Left = Go(comparison.Left), Right = Go(comparison.Right) },
            ArithmeticExpression arithmetic => arithmetic with { Left = Go(arithmetic.Left), Right = Go(arithmetic.Right) },
            NegateExpression negate => new NegateExpression(Go(negate.Operand)),
            IsNullExpression isNull => isNull with { Operand = Go(isNull.Operand) },
            IsBooleanExpression isBoolean => isBoolean with { Operand = Go(isBoolean.Operand) },
            LikeExpression like => like with { Value = Go(like.Value), Pattern = Go(like.Pattern) },
            InListExpression inList => inList with { Value = Go(inList.Value), Items = All(inList.Items) },
            CaseExpression @case => @case with
            {
                Branches = @case.Branches.Select(branch => new CaseBranch(Go(branch.Condition), Go(branch.Result))).ToEquatableArray(),
                Else = @case.Else is null ? null : Go(@case.Else),
            },
            CastExpression cast => cast with { Operand = Go(cast.Operand) },
            CallExpression call => call with { Arguments = All(call.Arguments) },
            ArrayExpression array => array with { Items = All(array.Items) },
            SubscriptExpression subscript => new SubscriptExpression(Go(subscript.Array), Go(subscript.Index)),
            SliceExpression slice => new SliceExpression(Go(slice.Array), slice.From is null ? null : Go(slice.From), slice.To is null ? null : Go(slice.To)),
            RowExpression row => row with { Items = All(row.Items) },
            QuantifiedArrayExpression quantified => quantified with { Value = Go(quantified.Value), Array = Go(quantified.Array) },
            ScalarSubqueryExpression scalar => new ScalarSubqueryExpression(Query(scalar.Query)),
            ArraySubqueryExpression array => new ArraySubqueryExpression(Query(array.Query)),
            ExistsExpression exists => exists with { Query = Query(exists.Query) },
            QuantifiedSubqueryExpression quantified => quantified with { Values = All(quantified.Values), Query = Query(quantified.Query) },
            DynamicFilterExpression dynamicFilter => dynamicFilter with { Key = Go(dynamicFilter.Key) },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The operands of nested ANDs, in order; the expression itself when it is not an AND.</summary>
    public static IEnumerable<Expression> Conjuncts(this Expression expression) =>
        expression is LogicalExpression { Operator: LogicalOperator.And } and ? and.Operands.SelectMany(Conjuncts) : [expression];

    /// <summary>AND of the conjuncts: the one itself, TRUE for none.</summary>
    public static Expression And(IReadOnlyCollection<Expression> conjuncts) => conjuncts.Count switch
    {
        0 => ConstantExpression.True,
        1 => conjuncts.First(),
        _ => new LogicalExpression(LogicalOperator.And, conjuncts.ToEquatableArray()),
    };

    /// <summary><c>value >= lowest AND value &lt;= highest</c>.</summary>
    public static Expression Range(Expression value, Expression lowest, Expression highest) =>
        And([new ComparisonExpression(ComparisonOperator.GreaterOrEqual, value, lowest), new ComparisonExpression(ComparisonOperator.LessOrEqual, value, highest)]);

    /// <summary>Every column the expression reads, those inside its subqueries included.</summary>
    public static IEnumerable<ColumnExpression> Columns(this Expression expression)
    {
        foreach (var node in expression.SelfAndDescendants())
        {
            if (node is ColumnExpression column) yield return column;
            if (SubqueriesOf(node) is not { } query) continue;
            foreach (var inner in query.AllExpressions().SelectMany(Columns)) yield return inner;
        }
    }
}
