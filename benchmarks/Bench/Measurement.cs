using System.Diagnostics;

namespace FederationGateway.Bench;

/// <summary>The same work at several servers in turn, so that whatever else the machine does disturbs all of them alike.</summary>
internal static class Measurement
{
    private const int Runs = 5;

    /// <summary>What has taken this long is not run again: a statement of many seconds needs no warm-up.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(8);

    /// <summary>One run that took less than this may have been a start in a bad moment.</summary>
    private static readonly TimeSpan EnoughAtOnce = TimeSpan.FromSeconds(20);

    /// <summary>The median of a few runs of each work, in milliseconds. The first run warms up and counts only when there is no other.</summary>
    public static double[] Milliseconds(params Action[] works) => Milliseconds(works, [.. works.Select(_ => new List<TimeSpan>())]);

    /// <param name="spent">What the works have taken before, which counts as runs of them.</param>
    public static double[] Milliseconds(IReadOnlyList<Action> works, IReadOnlyList<List<TimeSpan>> spent)
    {
        for (var run = 0; run < Runs; run++)
            for (var i = 0; i < works.Count; i++)
                if (Sum(spent[i]) < (spent[i].Count == 1 ? EnoughAtOnce : Enough))
                    spent[i].Add(Taken(works[i]));
        return [.. spent.Select(Median)];
    }

    public static TimeSpan Taken(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed;
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    private static double Median(List<TimeSpan> runs)
    {
        var counted = runs.Count > 1 ? runs[1..] : runs;
        return counted.Order().ElementAt(counted.Count / 2).TotalMilliseconds;
    }
}
