using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// Folds constant parts and simplifies the rest of a node's expressions.
/// <code>
/// Filter: x = 2 + 3 AND TRUE     =>     Filter: x = 5
/// </code>
/// Constants are folded here so that literals and casts mean what they mean in this gateway, wherever the rest runs; a part whose folding fails is left, and fails
/// (or is never reached) when the statement runs.
/// </summary>
public sealed class SimplifyExpressions : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (!node.Expressions().Any(expression => expression is not (ColumnExpression or ConstantExpression or ParameterExpression))) return null;
        HashSet<ColumnId> notNull = [.. node.Inputs.SelectMany(Nullability.NotNull)];
        var changed = false;
        Expression Map(Expression expression)
        {
            var simplified = ExpressionSimplifier.Simplify(Fold(expression, context), notNull);
            if (simplified.Equals(expression)) return expression;
            changed = true;
            return simplified;
        }

        var result = node is TableFunctionNode function
            ? function with { Calls = function.Calls.Select(call => call with { Arguments = call.Arguments.Select(Map).ToEquatableArray() }).ToEquatableArray() }
            : node.MapExpressions(Map);
        return changed ? result : null;
    }

    /// <summary>Replaces parts made of constants and immutable functions by their values.</summary>
    private static Expression Fold(Expression expression, RuleContext context) =>
        expression.Rewrite(part => IsConstant(part) && context.Evaluate(part) is { } constant ? constant : part);

    private static bool IsConstant(Expression expression) => expression switch
    {
        ConstantExpression or ColumnExpression or ParameterExpression or DynamicFilterExpression or RowExpression => false,
        CallExpression { Function.Volatility: not Volatility.Immutable } => false,
        _ => ExpressionWalk.SubqueriesOf(expression) is null && ExpressionWalk.ChildrenOf(expression).All(child => child is ConstantExpression),
    };
}
