using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

/// <summary>What verification has taken from a source is not sent to it, and nothing else stays.</summary>
public class DowngradeTests
{
    private readonly Plans _plans = new();

    private ScanNode Scan() => _plans.Scan("s", "t", "a", "b");

    [Fact]
    public void A_condition_on_the_column_stays_with_the_mismatch_as_its_reason()
    {
        var gateway = new TestGateway().Distrusting("s", On("a", Capability.ColumnFilter));
        var scan = Scan();
        gateway.Explain(Filter(scan, Equal(Of(scan, 0), Int(1)), Equal(Of(scan, 1), Int(2))), reasons: true).ShouldBe(
            """
            Filter: a = 1
              stays local: PUSHDOWN_MISMATCH: a = 1: s was found to answer otherwise than the gateway: CAP_COLUMN_FILTER on column t.a (CALL CLEAR_PUSHDOWN_MISMATCH trusts the source again)
              Remote: s [a, b]
                remote sql: SELECT a, b FROM t WHERE b = 2
            """);
    }

    [Fact]
    public void The_operator_stays_wherever_it_stands()
    {
        var gateway = new TestGateway().Distrusting("s", On("a", Capability.ColumnNonEqualComparison));
        var scan = Scan();
        gateway.Optimize(Project(scan, _plans.Item("x", Greater(Of(scan, 0), Int(1))))).Root.ShouldBeOfType<ProjectNode>();
        gateway.WholeSql(Project(scan, _plans.Item("x", Greater(Of(scan, 1), Int(1))))).ShouldContain("b > 1");
        gateway.WholeSql(Filter(scan, Equal(Of(scan, 0), Int(1)))).ShouldContain("a = 1");
    }

    [Fact]
    public void Distinct_values_and_groups_of_the_column_are_made_here()
    {
        var gateway = new TestGateway().Distrusting("s", On("a", Capability.Distinct), On("a", Capability.ColumnGroup));
        var scan = Scan();
        gateway.Optimize(new DistinctNode(Select(scan, 0))).Root.ShouldBeOfType<DistinctNode>();
        gateway.Optimize(new DistinctNode(Select(scan, 1))).Root.ShouldBeOfType<RemoteNode>();
        gateway.Optimize(new AggregateNode(scan, [Pass(scan, 0)], [])).Root.ShouldBeOfType<AggregateNode>();
    }

    [Fact]
    public void A_function_is_distrusted_by_its_signature_alone()
    {
        var gateway = new TestGateway().Distrusting("s", new Downgrade(7, "CAP_BI_ABS", "abs(int4)"), new Downgrade(8, "CAP_BI_ADD", "+(int4,int4)"));
        var scan = Scan();
        gateway.Optimize(Project(scan, _plans.Item("x", Add(Of(scan, 0), Int(1))))).Root.ShouldBeOfType<ProjectNode>();
        gateway.Optimize(Project(scan, _plans.Item("x", Call("abs(int4)", SqlType.Int4, Of(scan, 0))))).Root.ShouldBeOfType<ProjectNode>();
    }

    [Fact]
    public void A_whole_capability_may_be_gone()
    {
        var gateway = new TestGateway().Distrusting("s", new Downgrade(7, Capability.Select));
        var scan = Scan();
        gateway.Optimize(Filter(scan, Equal(Of(scan, 0), Int(1)))).Root.ShouldBeOfType<FilterNode>();
    }

    [Fact]
    public void The_same_column_of_another_table_is_not_meant()
    {
        var gateway = new TestGateway().Distrusting("s", On("a", Capability.ColumnFilter));
        var scan = _plans.Scan("s", "u", "a");
        gateway.WholeSql(Filter(scan, Equal(Of(scan, 0), Int(1)))).ShouldContain("WHERE a = 1");
    }

    private static Downgrade On(string column, string capability) => new(7, capability, TablePath: ["t"], Column: column);
}
