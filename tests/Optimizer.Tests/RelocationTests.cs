using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

/// <summary>Where operators over rows of several sources run, by cost and by name. What is uploaded and why is in the plan.</summary>
public class RelocationTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("dwh").With("crm").With("erp");

    [Fact]
    public void More_keys_than_may_be_sent_go_to_a_large_table_that_is_grouped()
    {
        _gateway.Explain(Grouped(Join(Facts(10_000_000), Keys(50_000)))).ShouldBe(
            """
            Remote: dwh [name, max]
              relocated: fewer rows travel
              remote sql: SELECT t2.c1, max(t1.amount) FROM facts t1 JOIN fedgw_upload_1 t2 ON t1.kind = t2.c0 GROUP BY t2.c1
              Upload fedgw_upload_1:
                Remote: crm [id, name]
                  remote sql: SELECT id, name FROM kinds
            """);
    }

    [Fact]
    public void Not_when_keys_or_groups_leave_few_rows_or_too_many_would_be_uploaded()
    {
        IsRelocated(Grouped(Join(Facts(10_000_000), Keys(5_000)))).ShouldBeFalse();
        IsRelocated(Grouped(Join(Facts(10_000), Keys(50_000)))).ShouldBeFalse();
        IsRelocated(Grouped(Join(Facts(10_000_000), Keys(9_000_000)))).ShouldBeFalse();
        IsRelocated(Grouped(Join(Facts(10_000_000, kinds: 500), Keys(500)))).ShouldBeFalse();
        IsRelocated(Grouped(Join(Facts(10_000_000, width: 4), Keys(50_000)))).ShouldBeFalse();
    }

    [Fact]
    public void Not_when_each_row_would_be_compared_with_each()
    {
        var (facts, keys) = (Facts(10_000_000), Keys(50_000));
        IsRelocated(Grouped(Join(facts, keys) with { Condition = Greater(Of(facts, 0), Of(keys, 0)) })).ShouldBeFalse();
    }

    [Fact]
    public void Not_when_a_size_is_unknown()
    {
        IsRelocated(Grouped(Join(Facts(10_000_000), _plans.Scan("crm", "kinds", "id", "name")))).ShouldBeFalse();
        IsRelocated(Grouped(Join(_plans.Scan("dwh", "facts", "kind", "amount"), _plans.Scan("crm", "kinds", 500, "id", "name")))).ShouldBeFalse();
    }

    [Fact]
    public void Not_without_the_capability_nor_when_the_session_keeps_it_here()
    {
        var plan = Grouped(Join(Facts(10_000_000), Keys(50_000)));
        _gateway.Settings = _gateway.Settings with { RemainderEngine = RemainderEngine.Local };
        IsRelocated(plan).ShouldBeFalse();
        _gateway.Settings = _gateway.Settings with { RemainderEngine = RemainderEngine.ByCost };
        IsRelocated(plan).ShouldBeTrue();
        _gateway.Without("dwh", Capability.TemporaryTables);
        IsRelocated(plan).ShouldBeFalse();
        _gateway.Without("dwh", Capability.Joins);
        IsRelocated(plan).ShouldBeFalse();
    }

    [Fact]
    public void A_source_that_has_just_refused_is_named_with_its_reason()
    {
        var plan = Grouped(Join(Facts(10_000_000), Keys(50_000)));
        _gateway.With("dwh", TestGateway.Everything.Withholding([KeyValuePair.Create(Capability.TemporaryTables, "it is a standby")]));
        _gateway.Explain(plan, reasons: true).ShouldContain("CAPABILITY_MISSING: nothing is uploaded to dwh: it is a standby");
    }

    [Fact]
    public void A_named_source_brings_rows_of_others_together()
    {
        _gateway.Settings = _gateway.Settings with { RemainderEngine = new RemainderEngine("dwh") };
        var plan = Grouped(Join(_plans.Scan("crm", "a", 5_000_000, "id", "amount"), _plans.Scan("erp", "b", 5_000_000, "id", "name")));
        var relocated = _gateway.Optimize(plan).Root.ShouldBeOfType<RemoteNode>();
        relocated.Source.ShouldBe("dwh");
        relocated.Relocation.ShouldNotBeNull().Uploads.Select(upload => upload.Input.ShouldBeOfType<RemoteNode>().Source).ShouldBe(["crm", "erp"]);
        relocated.Relocation.IsAsked.ShouldBeTrue();
        relocated.Relocation.Otherwise.ShouldBeOfType<AggregateNode>();
    }

    [Fact]
    public void Rows_that_depend_on_rows_around_them_are_not_uploaded()
    {
        _gateway.Settings = _gateway.Settings with { RemainderEngine = new RemainderEngine("dwh") };
        var (outer, a, b) = (Facts(1000), _plans.Scan("crm", "a", 500, "id", "name"), _plans.Scan("erp", "b", 500, "id"));
        var groups = new AggregateNode(
            a, [ProjectItem.Pass(outer.Output[0])], [new AggregateItem(_plans.Column("max"), new AggregateCall(new FunctionReference("max", "max(int4)"), [Of(a, 0)], SqlType.Int4))]);
        var inner = Join(Select(groups, 1), b);
        IsRelocated(new JoinNode(JoinKind.Cross, outer, inner, null, IsLateral: true)).ShouldBeFalse();
        IsRelocated(Join(Select(a, 0), b)).ShouldBeTrue();
    }

    [Fact]
    public void A_type_that_would_not_arrive_as_it_is_keeps_the_join_here()
    {
        _gateway.Settings = _gateway.Settings with { RemainderEngine = new RemainderEngine("dwh") };
        var spans = _plans.Scan(Table("crm", "spans", 500, Define("id"), Define("span", SqlType.Interval)));
        _gateway.Explain(Join(Facts(10_000_000), spans), reasons: true).ShouldContain("TYPE_NOT_SUPPORTED: column span is not uploaded to dwh: its type is interval");
        IsRelocated(Join(Facts(10_000_000), Select(spans, 0))).ShouldBeTrue();
    }

    private bool IsRelocated(PlanNode plan) => _gateway.Optimize(plan).Root.SelfAndDescendantsDeep().Any(node => node is RemoteNode { Relocation: not null });

    private ScanNode Facts(double rows, double kinds = 8_000_000, double width = 200) => _plans.Scan(
        Table("dwh", "facts", rows, Define("kind") with { Statistics = new ColumnStatistics(kinds) }, Define("amount") with { Statistics = new ColumnStatistics(AverageWidth: width) }));

    private ScanNode Keys(double rows) => _plans.Scan("crm", "kinds", rows, "id", "name");

    private static JoinNode Join(PlanNode left, PlanNode right) => new(JoinKind.Inner, left, right, Equal(Of(left, 0), Of(right, 0)));

    private AggregateNode Grouped(JoinNode join)
    {
        var (name, amount) = (Of(join, 3), Of(join, 1));
        return new AggregateNode(
            join, [new ProjectItem(_plans.Column("name"), name)],
            [new AggregateItem(_plans.Column("max"), new AggregateCall(new FunctionReference("max", "max(int4)"), [amount], SqlType.Int4))]);
    }
}
