using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>One fragment as it is to be sent now.</summary>
/// <param name="Node">The fragment, keys of dynamic filters put in.</param>
/// <param name="Planned">The plan's node it comes from, the same object when nothing was put in.</param>
/// <param name="Listed">The same with keys as lists, so that it refers to no parameters but the statement's own.</param>
/// <param name="Parameters">Values of the statement's parameters, and of those that dynamic filters added behind them.</param>
/// <param name="EstimatedRows">What the source is told to expect: with few keys an index finds the rows, and no scan needs splitting.</param>
internal sealed record FragmentRequest(RemoteNode Node, RemoteNode Planned, RemoteNode Listed, EquatableArray<ConstantExpression> Parameters, double? EstimatedRows)
{
    /// <summary>The fragment as it was planned.</summary>
    public static FragmentRequest Of(RemoteNode planned, StatementContext context) => new(planned, planned, planned, context.Parameters, context.EstimateOf(planned));
}
