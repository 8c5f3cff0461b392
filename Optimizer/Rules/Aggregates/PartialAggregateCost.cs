using System.Globalization;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Aggregates;

/// <summary>Whether groups made at a source are so much fewer than its rows that making them pays.</summary>
internal static class PartialAggregateCost
{
    /// <summary>Grouping costs the source about what sending costs: at least half of the rows must go.</summary>
    private const double WorthwhileFraction = 0.5;

    /// <summary>Sums of numerics without a scale travel and are added as text.</summary>
    private const double TextWeight = 4;

    /// <summary>Why not; null when it pays.</summary>
    /// <param name="groups">The aggregate over the fragment's plan.</param>
    public static PushdownRefusal? Refuse(AggregateNode groups, string source, OptimizerSettings settings)
    {
        if (settings.PartialAggregates is { } wanted) return wanted ? null : new PushdownRefusal(RefusalCode.PushdownOff, "the hint NO_REMOTE_PREAGGR keeps it here");

        // One row at most.
        if (groups.GroupBy.IsEmpty) return null;
        var rows = Estimator.Rows(groups.Input);
        var keys = groups.GroupBy.Select(item => item.Expression).ToList();
        if (!Estimator.IsKnown(groups.Input) || keys.Any(key => Estimator.DistinctCount(groups.Input, key) is null))
        {
            return new PushdownRefusal(
                RefusalCode.Cost, $"how many groups {source} would make first, by {string.Join(", ", keys)}, is not known", "CREATE STATISTICS on these columns tells")
            {
                Cause = "how many groups the source would make first is not known",
            };
        }

        var made = Estimator.DistinctRows(keys, groups.Input);
        var weight = groups.Aggregates.Any(item => item.Call.Type.IsUnconstrainedNumeric) ? TextWeight : 1;
        return made * weight <= rows * WorthwhileFraction ? null : new PushdownRefusal(
            RefusalCode.Cost, string.Create(CultureInfo.InvariantCulture, $"grouping at {source} first would still send about {made:0} of {rows:0} rows"))
        {
            Cause = "grouping at the source first would hardly make fewer rows travel",
        };
    }
}
