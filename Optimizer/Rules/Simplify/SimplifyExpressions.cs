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
    private static Expression Fold(Expression expression, RuleContext context)
    {
        var parts = ConstantParts.Of(expression).ToHashSet(ReferenceEqualityComparer.Instance);
        return parts.Count == 0 ? expression : Replace(expression);

        Expression Replace(Expression part) => parts.Contains(part) ? Compute(part, context) : part.MapChildren(Replace);
    }

    /// <summary>The value of the whole; where it has none, its parts get theirs, and it is asked for once more when they all have: some functions need their argument spelled out.</summary>
    private static Expression Compute(Expression constant, RuleContext context)
    {
        if (constant is ConstantExpression) return constant;
        if (context.Evaluate(constant) is { } value) return value;
        var changed = false;
        var mapped = constant.MapChildren(child =>
        {
            var computed = Compute(child, context);
            changed |= !ReferenceEquals(computed, child);
            return computed;
        });
        if (!changed) return constant;
        return ExpressionWalk.ChildrenOf(mapped).All(child => child is ConstantExpression) ? context.Evaluate(mapped) ?? mapped : mapped;
    }
}
