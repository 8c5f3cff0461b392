using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class DynamicFilterTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm").With("lake").With("web");

    [Fact]
    public void The_keys_of_the_small_side_go_to_the_large_side()
    {
        var (small, large) = (_plans.Scan("crm", "customers", 100, "id", "name"), _plans.Scan("lake", "orders", 1_000_000, "customer", "total"));
        _gateway.Explain(Join(small, large)).ShouldBe(
            """
            Inner join: id = customer
              Remote: crm [id, name]
                remote sql: SELECT id, name FROM customers
              Remote: lake [customer, total]
                dynamic filter: customer IN (keys of crm.id)
                remote sql: SELECT customer, total FROM orders
            """);
        _gateway.Optimize(Join(large, small)).Root.ShouldBeOfType<JoinNode>().Left.ShouldBeOfType<RemoteNode>().Fragment.ShouldBeOfType<FilterNode>();
    }

    [Theory]
    [InlineData(JoinKind.Inner, true, true)]
    [InlineData(JoinKind.Left, false, true)]
    [InlineData(JoinKind.Right, true, false)]
    [InlineData(JoinKind.Full, false, false)]
    [InlineData(JoinKind.Semi, true, true)]
    [InlineData(JoinKind.Anti, false, true)]
    public void Only_a_side_whose_unmatched_rows_do_not_show_is_filtered(JoinKind kind, bool left, bool right)
    {
        var (small, large) = (_plans.Scan("crm", "s", 100, "k"), _plans.Scan("lake", "l", 1_000_000, "k"));
        HasFilter(Join(large, small, kind)).ShouldBe(left);
        HasFilter(Join(small, large, kind)).ShouldBe(right);
    }

    [Fact]
    public void Not_between_sides_of_like_size_nor_from_large_ones()
    {
        HasFilter(Join(_plans.Scan("crm", "a", 5000, "k"), _plans.Scan("lake", "b", 6000, "k"))).ShouldBeFalse();
        HasFilter(Join(_plans.Scan("crm", "a", 50_000, "k"), _plans.Scan("lake", "b", 6_000_000, "k"))).ShouldBeFalse();
        _gateway.Settings = _gateway.Settings with { DynamicFilterMaxKeys = 0 };
        HasFilter(Join(_plans.Scan("crm", "a", 5, "k"), _plans.Scan("lake", "b", 6_000_000, "k"))).ShouldBeFalse();
    }

    [Fact]
    public void The_side_whose_keys_save_more_gives_them()
    {
        var people = _plans.Scan(Table("crm", "people", 1_000_000, Distinct("id", 1_000_000)));
        var lines = _plans.Scan(Table("lake", "lines", 8_000, Distinct("person", 50)));
        Filtered(Join(people, lines)).ShouldBe("crm");
        var few = Filter(people, Compare(Of(people, 0), ComparisonOperator.Equal, Int(7)));
        var many = _plans.Scan(Table("lake", "lines", 8_000_000, Distinct("person", 5_000)));
        Filtered(Join(few, many)).ShouldBe("lake");
        Filtered(Join(many, few)).ShouldBe("lake");
    }

    [Fact]
    public void Keys_that_are_all_the_values_there_are_are_not_sent()
    {
        var (countries, orders) = (_plans.Scan(Table("crm", "countries", 4, Distinct("code", 4))), _plans.Scan(Table("lake", "orders", 1_000_000, Distinct("country", 4))));
        HasFilter(Join(countries, orders)).ShouldBeFalse();
        HasFilter(Join(Filter(countries, Equal(Of(countries, 0), Int(1))), orders)).ShouldBeTrue();
    }

    [Fact]
    public void Not_to_a_source_that_cannot_compare_with_a_list()
    {
        _gateway.Without("lake", Capability.In);
        HasFilter(Join(_plans.Scan("crm", "a", 5, "k"), _plans.Scan("lake", "b", 6_000_000, "k"))).ShouldBeFalse();
    }

    [Fact]
    public void Keys_go_as_an_array_or_a_range_only_to_a_source_that_takes_them()
    {
        var join = Join(_plans.Scan("crm", "a", 5, "k"), _plans.Scan("lake", "b", 6_000_000, "k"));
        Filters(join).ShouldHaveSingleItem().ShouldSatisfyAllConditions(filter => filter.TakesRange.ShouldBeTrue(), filter => filter.TakesArray.ShouldBeFalse());

        _gateway.Without("lake", Capability.NonEqualComparison);
        Filters(join).ShouldHaveSingleItem().TakesRange.ShouldBeFalse();
    }

    [Fact]
    public void The_filter_goes_below_groups_and_the_keys_come_from_below_conditions()
    {
        var (small, large) = (_plans.Scan("crm", "c", 100, "id", "x"), _plans.Scan("lake", "o", 1_000_000, "k", "v"));
        var build = Filter(small, Equal(Call("odd(int4)", Common.SqlType.Int4, Of(small, 1)), Int(1)));
        var probe = new AggregateNode(large, [Pass(large, 0)], [_plans.Sum(Of(large, 1))]);
        var join = _gateway.Optimize(Join(build, probe)).Root.ShouldBeOfType<JoinNode>();
        var fragment = join.Right.ShouldBeOfType<RemoteNode>().Fragment.ShouldBeOfType<AggregateNode>();
        var filter = fragment.Input.ShouldBeOfType<FilterNode>().Predicate.ShouldBeOfType<DynamicFilterExpression>();
        filter.BuildColumn.ShouldBe(small.Output[0].Id);
    }

    [Fact]
    public void Fragments_never_wait_for_each_other()
    {
        var (a, b, c) = (_plans.Scan("crm", "a", 100, "k"), _plans.Scan("lake", "b", 10_000, "k", "j"), _plans.Scan("web", "c", 1_000_000, "j"));
        var optimized = _gateway.Optimize(Join(Join(a, b), c, leftKey: 2));
        var filters = optimized.Root.SelfAndDescendants().OfType<RemoteNode>()
            .SelectMany(remote => remote.Fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).OfType<DynamicFilterExpression>().Select(filter => (remote.Source, filter.BuildName))).ToList();
        filters.ShouldBe([("lake", "crm.k"), ("web", "lake.j")], ignoreOrder: true);
    }

    [Fact]
    public void Keys_filter_both_sides_of_a_join_on_them()
    {
        var (few, large, other) = (_plans.Scan("crm", "few", 100, "k"), _plans.Scan("lake", "large", 1_000_000, "k"), _plans.Scan("web", "other", 2_000_000, "k"));
        Targets(Join(few, Join(large, other, JoinKind.Left))).ShouldBe(["lake", "web"], ignoreOrder: true);
        Targets(Join(few, Join(large, other, JoinKind.Anti))).ShouldBe(["lake", "web"], ignoreOrder: true);
        Targets(Join(few, Join(large, other, JoinKind.Full), JoinKind.Left)).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_keys_are_sent_once()
    {
        var (few, large) = (_plans.Scan("crm", "few", 100, "k", "j"), _plans.Scan("lake", "large", 1_000_000, "k"));
        var join = new JoinNode(JoinKind.Inner, Filter(few, Equal(Of(few, 0), Of(few, 1))), large, And(Equal(Of(few, 0), Of(large, 0)), Equal(Of(few, 1), Of(large, 0))));
        Filters(join).ShouldHaveSingleItem();
    }

    private static TableColumn Distinct(string name, double count) => Define(name) with { Statistics = new ColumnStatistics(count, 0) };

    /// <summary>The source that got keys.</summary>
    private string? Filtered(PlanNode plan) => _gateway.Optimize(plan).Root.SelfAndDescendants().OfType<RemoteNode>()
        .SingleOrDefault(remote => remote.Fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).Any(part => part is DynamicFilterExpression))?.Source;

    private List<string> Targets(PlanNode plan) => [.. _gateway.Optimize(plan).Root.SelfAndDescendants().OfType<RemoteNode>()
        .Where(remote => remote.Fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).Any(part => part is DynamicFilterExpression)).Select(remote => remote.Source)];

    private bool HasFilter(PlanNode plan) => Filters(plan).Count > 0;

    private List<DynamicFilterExpression> Filters(PlanNode plan) =>
        [.. _gateway.Optimize(plan).Root.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).OfType<DynamicFilterExpression>()];
}
