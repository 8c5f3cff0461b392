using FederationGateway.Plan;

namespace FederationGateway.Optimizer;

/// <summary>
/// The plan split between sources and this side. Every leaf that reads a table is a <see cref="RemoteNode"/>; all that is not inside one runs here. Queries inside
/// expressions are split in the same way.
/// </summary>
/// <param name="Refusals">Why an operator is not in a fragment, by node (by reference).</param>
/// <param name="EstimatedRows">Rows expected from each <see cref="RemoteNode"/>, by node (by reference).</param>
/// <param name="RulesFired">The names of the rules that changed something, each once, in the order of their first use.</param>
public sealed record OptimizedPlan(
    PlanNode Root,
    IReadOnlyDictionary<PlanNode, IReadOnlyList<PushdownRefusal>> Refusals,
    IReadOnlyDictionary<PlanNode, double> EstimatedRows,
    IReadOnlyList<string> RulesFired)
{
    /// <summary>True when policies or masks hide a part of what is read: how much was read is not told to who runs it.</summary>
    public bool HidesData { get; init; }
}
