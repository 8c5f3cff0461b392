using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>The wire's parameter values as constants: the representations are the same.</summary>
internal static class ParameterConstants
{
    public static EquatableArray<ConstantExpression> Of(IReadOnlyList<SqlType> types, IReadOnlyList<object?> values) =>
        values.Select((value, index) => new ConstantExpression(value, types[index])).ToEquatableArray();
}
