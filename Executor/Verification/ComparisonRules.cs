namespace FederationGateway.Executor.Verification;

/// <summary>What two results of one fragment must have in common.</summary>
/// <param name="Approximate">Columns (by ordinal) whose last digits depend on the order of additions.</param>
/// <param name="SortedBy">Columns (by ordinal) the rows come sorted by, the most significant first; empty when the order is free.</param>
/// <param name="IgnoresScale">Equal numerics may come with another number of zeros: of several that count as one value, any may be shown.</param>
public sealed record ComparisonRules(IReadOnlyList<int> Approximate, IReadOnlyList<int> SortedBy, bool IgnoresScale = false)
{
    public static ComparisonRules Exact { get; } = new([], []);
}
