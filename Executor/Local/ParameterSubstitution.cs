using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>Puts an execution's parameter values into the parts the embedded engine runs, which takes no parameters; fragments keep theirs.</summary>
internal static class ParameterSubstitution
{
    /// <summary>True when a parameter is read outside of the fragments.</summary>
    public static bool IsNeeded(PlanNode plan) =>
        plan.SelfAndDescendantsDeep().SelectMany(node => node.Expressions()).SelectMany(expression => expression.SelfAndDescendants()).Any(expression => expression is ParameterExpression);

    public static PlanNode Apply(PlanNode plan, EquatableArray<ConstantExpression> parameters)
    {
        if (parameters.IsEmpty) return plan;
        return plan.RewriteDeep(node => node, expression => expression is ParameterExpression parameter ? ValueOf(parameter, parameters) : expression);
    }

    /// <summary>The parameter's value, in the type the plan has for it.</summary>
    public static ConstantExpression ValueOf(ParameterExpression parameter, EquatableArray<ConstantExpression> parameters) =>
        parameter.Number <= parameters.Count
            ? parameters[parameter.Number - 1] with { ConstantType = parameter.Type }
            : throw new GatewayException(SqlState.UndefinedParameter, $"there is no parameter ${parameter.Number}");
}
