using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Plan;

namespace FederationGateway.Federation;

/// <summary>A fragment as its source reads it, parameters as such: all of a <see cref="RemoteStatement"/> that stays the same from run to run.</summary>
/// <param name="Parameters">The statement's parameters the text refers to, in the dialect's order.</param>
/// <param name="WithCondition">See <see cref="RemoteStatement.WithCondition"/>.</param>
public sealed record FragmentText(
    string Sql, PlanNode Fragment, Schema Schema, IReadOnlyList<ParameterExpression> Parameters, bool IsOrdered, Func<string, string>? WithCondition);
