using FederationGateway.Catalog;

namespace FederationGateway.Gateway.Trials;

/// <summary>What came of a trial, and for a mismatch the numbers of the first plan that showed it.</summary>
/// <param name="What">That plan's expression or operator.</param>
internal sealed record TrialOutcome(CapabilityCheckResult Result, string? Detail = null, string? What = null, Plan.PlanNode? Plan = null, Executor.Verification.ResultDifference? Difference = null)
{
    public static TrialOutcome NotTestable(string reason) => new(CapabilityCheckResult.NotTestable, reason);
}
