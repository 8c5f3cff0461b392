using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// The largest parts of expressions that are made of constants and immutable functions only, bare constants apart. Found as a whole, so that the engine is asked once for
/// <c>lpad(upper('a'), 2 + 3)</c> and not three times.
/// </summary>
internal static class ConstantParts
{
    /// <summary>Those of a plan and of the queries inside its expressions.</summary>
    public static IReadOnlyList<Expression> Of(PlanNode plan)
    {
        List<Expression> parts = [];
        foreach (var node in plan.SelfAndDescendants())
            foreach (var expression in FoldableIn(node))
            {
                Add(expression, parts);
                foreach (var inside in expression.SelfAndDescendants())
                    if (ExpressionWalk.SubqueriesOf(inside) is { } query) parts.AddRange(Of(query));
            }

        return parts;
    }

    public static IReadOnlyList<Expression> Of(Expression expression)
    {
        List<Expression> parts = [];
        Add(expression, parts);
        return parts;
    }

    /// <summary>The expressions of a node that may become constants: a set-returning call itself may not.</summary>
    private static IEnumerable<Expression> FoldableIn(PlanNode node) =>
        node is TableFunctionNode function ? function.Calls.SelectMany(call => call.Arguments) : node.Expressions();

    private static void Add(Expression expression, List<Expression> parts)
    {
        if (Collect(expression, parts)) AddUnlessBare(expression, parts);
    }

    /// <summary>Whether all of it is constant; when not, the constant parts below are collected.</summary>
    private static bool Collect(Expression expression, List<Expression> parts)
    {
        if (expression is ConstantExpression) return true;
        if (expression is ColumnExpression or ParameterExpression) return false;
        List<Expression> constant = [];
        var isConstant = ExpressionWalk.SubqueriesOf(expression) is null && expression is not (RowExpression or DynamicFilterExpression or CallExpression { Function.Volatility: not Volatility.Immutable });
        foreach (var child in ExpressionWalk.ChildrenOf(expression))
        {
            if (Collect(child, parts)) constant.Add(child);
            else isConstant = false;
        }

        if (!isConstant)
            foreach (var child in constant) AddUnlessBare(child, parts);
        return isConstant;
    }

    private static void AddUnlessBare(Expression expression, List<Expression> parts)
    {
        if (expression is not ConstantExpression) parts.Add(expression);
    }
}
