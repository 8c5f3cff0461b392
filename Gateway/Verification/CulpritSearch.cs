using FederationGateway.Adapters.Abstractions;
using FederationGateway.Executor.Verification;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>
/// Finds out which piece of a fragment answers wrongly, so that no more than that is taken from the source:
/// <list type="number">
/// <item>the lowest operator whose answer differs, everything below it answering rightly;</item>
/// <item>in it the conditions, values, keys or columns that differ on their own;</item>
/// <item>the fragment planned without trust in those must give the right answer; otherwise the operator as a whole, and in the end every pushdown, is distrusted.</item>
/// </list>
/// </summary>
internal sealed class CulpritSearch(ShadowRuns runs, string source)
{
    private readonly Probe _probe = new(runs, source);

    public async Task<IReadOnlyList<Culprit>> FindAsync(PlanNode fragment, CancellationToken cancellationToken)
    {
        // step 1
        var node = await LowestAsync(fragment, cancellationToken);

        // step 2
        var found = await new OperatorCulprits(_probe, fragment).FindAsync(node, cancellationToken);

        // step 3
        IReadOnlyList<Culprit>[] candidates = [found, [OperatorCulprits.Whole(node)], [.. found, OperatorCulprits.Whole(node)], [OperatorCulprits.Everything(node)]];
        foreach (var candidate in candidates.Where(candidate => candidate.Count > 0))
            if (await HealsAsync(fragment, candidate, cancellationToken)) return candidate;
        return candidates[^1];
    }

    private async Task<PlanNode> LowestAsync(PlanNode node, CancellationToken cancellationToken)
    {
        foreach (var input in node.Inputs)
            if (input is not ScanNode && await _probe.DiffersAsync(input, cancellationToken) == true) return await LowestAsync(input, cancellationToken);
        return node;
    }

    private async Task<bool> HealsAsync(PlanNode fragment, IReadOnlyList<Culprit> culprits, CancellationToken cancellationToken)
    {
        var rules = Comparability.Of(fragment).Rules;
        using var local = await runs.LocalAsync(fragment, cancellationToken);
        using var healed = await runs.DistrustingAsync(source, fragment, culprits.SelectMany(culprit => culprit.Downgrades), cancellationToken);
        return local.Failure is null && healed.Failure is null && ResultComparison.Compare(healed.Batches, local.Batches, rules).IsNone;
    }
}
