using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>Where a plan's rows come from before anything is decided about who computes what.</summary>
internal static class TableSources
{
    /// <summary>The sources of all tables a plan reads, queries inside expressions included.</summary>
    public static IReadOnlyList<string> Of(PlanNode plan) => [.. plan.SelfAndDescendantsDeep().OfType<ScanNode>().Select(scan => scan.Table.Source).Distinct()];
}
