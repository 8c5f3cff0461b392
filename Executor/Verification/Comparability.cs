using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Verification;

/// <summary>Whether two computations of a fragment over the same rows must give the same result, and in what sense.</summary>
/// <param name="Refusal">Why the fragment is not compared at all; null when it can be.</param>
/// <param name="Variance">Why equally right results may differ, when that is possible: a difference is then no evidence.</param>
public sealed record Comparability(string? Refusal, string? Variance, ComparisonRules Rules)
{
    public static Comparability Of(PlanNode fragment)
    {
        var nodes = fragment.SelfAndDescendantsDeep().ToList();
        if (Refused(nodes) is { } refusal) return new Comparability(refusal, null, ComparisonRules.Exact);
        var sums = new InexactSums(fragment);
        var variance = nodes.Select(Ambiguity.Of).FirstOrDefault(found => found is not null) ?? sums.Variance;
        var output = fragment.Output;
        var approximate = Enumerable.Range(0, output.Count).Where(ordinal => sums.Columns.Contains(output[ordinal].Id)).ToList();
        var ignoresScale = nodes.Exists(node => node is AggregateNode or DistinctNode or SetOperationNode { IsAll: false });
        return new Comparability(null, variance, new ComparisonRules(approximate, SortedBy(fragment), ignoresScale));
    }

    private static string? Refused(List<PlanNode> nodes)
    {
        var changing = nodes.SelectMany(node => node.Expressions()).SelectMany(expression => expression.SelfAndDescendants()).OfType<CallExpression>()
            .FirstOrDefault(call => call.Function.Volatility == Volatility.Volatile);
        if (changing is not null) return $"{changing} gives another answer at each call";
        return nodes.OfType<LimitNode>().Any(limit => !IsSorted(limit.Input)) ? "LIMIT without ORDER BY may choose any rows" : null;
    }

    private static bool IsSorted(PlanNode node) => node is SortNode || (node is ProjectNode project && IsSorted(project.Input));

    /// <summary>The sort keys the result shows, from the first on: behind one that it does not show nothing is known.</summary>
    private static List<int> SortedBy(PlanNode fragment)
    {
        var output = fragment.Output.Select(column => column.Id).ToList();
        List<int> ordinals = [];
        foreach (var key in SortOf(fragment)?.Keys ?? [])
        {
            var ordinal = key.Expression is ColumnExpression column ? output.IndexOf(column.Id) : -1;
            if (ordinal < 0) break;
            ordinals.Add(ordinal);
        }

        return ordinals;
    }

    private static SortNode? SortOf(PlanNode node) => node switch
    {
        SortNode sort => sort,
        LimitNode limit => SortOf(limit.Input),
        ProjectNode project => SortOf(project.Input),
        _ => null,
    };
}
