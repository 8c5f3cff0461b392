using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Uploads;

/// <summary>What the ways of rows cost in a plan, relocated or not: fetches, with the keys that reduce them, and uploads. In the units of <see cref="TransferCost"/>.</summary>
/// <param name="maxKeys">See <see cref="OptimizerSettings.DynamicFilterMaxKeys"/>.</param>
internal sealed class RelocationCost(PlanNode whole, int maxKeys)
{
    /// <summary>Estimates are often wrong by as much: below that the rows stay where they are.</summary>
    private const double LeastRatio = 2;

    private readonly List<RemoteNode> _fragments = [.. whole.SelfAndDescendantsDeep().OfType<RemoteNode>()];

    /// <summary>True when a relocated piece costs much less than what it replaces, as far as that is known.</summary>
    public bool IsWorthIt(RemoteNode relocated) =>
        Estimator.IsKnown(relocated)
        && relocated.Relocation!.Uploads.All(upload => Estimator.IsKnown(upload.Input))
        && relocated.Fragment.SelfAndDescendants().OfType<JoinNode>().All(JoinCost.HasEquality)     // each row with each takes a source longer than all of this
        && LeastRatio * Of(relocated) < Of(relocated.Relocation!.Otherwise);

    /// <summary>Microseconds.</summary>
    public double Of(PlanNode plan) => plan.SelfAndDescendantsDeep().OfType<RemoteNode>().Sum(remote => Of(remote, _fragments));

    private double Of(RemoteNode remote, IReadOnlyList<RemoteNode> around)
    {
        if (remote.Source is TableHandle.LocalSource or TableHandle.SystemSource) return 0;
        if (remote.Relocation is not { } relocation) return TransferCost.RoundTrip + TransferCost.Rows(Rows(remote, around), remote);
        return TransferCost.RoundTrip + TransferCost.Rows(Estimator.Rows(remote), remote) + TransferCost.JoinThere(OwnRows(remote)) + relocation.Uploads.Sum(Of);
    }

    // What is uploaded is computed on its own: keys of other pieces do not reach it.
    private double Of(Upload upload)
    {
        List<RemoteNode> inside = [.. upload.Input.SelfAndDescendantsDeep().OfType<RemoteNode>()];
        return inside.Sum(remote => Of(remote, inside)) + TransferCost.Upload(Estimator.Rows(upload.Input), upload.Input);
    }

    private static double OwnRows(RemoteNode remote) => remote.Fragment.SelfAndDescendantsDeep().OfType<ScanNode>().Sum(Estimator.Rows);

    /// <summary>Rows a fragment sends, with what its dynamic filters leave of them.</summary>
    private double Rows(RemoteNode remote, IReadOnlyList<RemoteNode> around)
    {
        var rows = Estimator.Rows(UploadSet.WithoutDynamicFilters(remote.Fragment));
        return remote.Fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).OfType<DynamicFilterExpression>()
            .Aggregate(rows, (left, filter) => left * Passing(filter, remote, around));
    }

    private double Passing(DynamicFilterExpression filter, RemoteNode remote, IReadOnlyList<RemoteNode> around)
    {
        if (around.FirstOrDefault(other => other.Output.Any(column => column.Id == filter.BuildColumn)) is not { } build) return 1;
        var key = build.Output.First(column => column.Id == filter.BuildColumn).ToExpression();
        var few = Estimator.Rows(build);
        var keys = Math.Min(few, Estimator.DistinctCount(build, key) ?? few);
        var values = Math.Max(ColumnFacts.Find(remote, filter.Key)?.Distinct ?? Estimator.Rows(remote), ColumnFacts.Find(build, key)?.Distinct ?? keys);
        return keys > maxKeys ? 1 : Math.Min(1, keys / Math.Max(1, values));
    }
}
