using FederationGateway.Differential.Running;

namespace FederationGateway.Differential.Tests;

public sealed class GatewayRunTests
{
    [Fact]
    public void Every_statement_has_a_run_with_pushdown_and_one_without() =>
        Enumerable.Range(0, 100).All(index => GatewayRun.For(index) is [{ Pushdown: true }, { Pushdown: false }]).ShouldBeTrue();

    [Fact]
    public void Of_25_in_a_row_each_has_another_pair()
    {
        var pairs = Enumerable.Range(1000, 25).Select(GatewayRun.For).Select(runs => (runs[0], runs[1])).ToHashSet();

        pairs.Count.ShouldBe(25);
        pairs.SelectMany(pair => new[] { pair.Item1, pair.Item2 }).Distinct().Order(Comparer<GatewayRun>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}")))
            .ShouldBe(GatewayRun.All.OrderBy(run => $"{run}", StringComparer.Ordinal));
    }

    [Fact]
    public void A_placement_has_the_runs_there_are_in_it()
    {
        GatewayRun.In(Placement.Mixed).Select(run => run.Pushdown).ShouldBe([true, false]);
        GatewayRun.In(Placement.Relocated).Select(run => run.Pushdown).ShouldBe([true]);
        GatewayRun.In(Placement.Everywhere).Count.ShouldBe(10);
    }
}
