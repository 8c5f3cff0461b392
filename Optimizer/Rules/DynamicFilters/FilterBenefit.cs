using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.DynamicFilters;

/// <summary>Whether one fragment's keys are worth waiting for by another: rows that need not travel, against the keys that must and the round trip.</summary>
internal static class FilterBenefit
{
    /// <summary>Fewer rows than these are there before the keys would be.</summary>
    private const double SmallestProbe = 1000;

    /// <summary>A guess of the gain where nothing is known of the side that gives the keys: any known gain comes first.</summary>
    private const double Unknown = 1;

    /// <summary>Microseconds saved; not positive when the filter should not be made.</summary>
    /// <param name="buildKey">The column of <paramref name="build"/> whose values are sent.</param>
    /// <param name="probeKey">What they are compared with, over the columns of <paramref name="probe"/>'s fragment.</param>
    public static double Of(RemoteNode build, Expression buildKey, RemoteNode probe, Expression probeKey, int maxKeys)
    {
        var (few, many) = (Estimator.Rows(build), Estimator.Rows(probe));
        if (ReferenceEquals(build, probe) || many < SmallestProbe) return 0;

        // Without statistics the keys may turn out few: worth trying where the other side is known to be large.
        if (!Estimator.IsKnown(build) && Estimator.IsKnown(probe) && many >= Estimator.UnknownTable) return Unknown;
        var keys = Math.Min(few, Estimator.DistinctCount(build, buildKey) ?? few);
        if (keys > maxKeys) return 0;
        var values = Math.Max(ColumnFacts.Find(probe, probeKey)?.Distinct ?? many, ColumnFacts.Find(build, buildKey)?.Distinct ?? keys);
        var passing = many * Math.Min(1, keys / Math.Max(1, values));
        return TransferCost.Rows(many - passing, probe) - (keys * TransferCost.Key) - TransferCost.RoundTrip;
    }
}
