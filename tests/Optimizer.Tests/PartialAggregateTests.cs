using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class PartialAggregateTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm").With("lake");

    public PartialAggregateTests() => _gateway.Settings = _gateway.Settings with { DynamicFilterMaxKeys = 0 };

    [Fact]
    public void Rows_are_put_together_before_a_join()
    {
        var (lines, products) = Tables();
        var join = Join(lines, products);
        var plan = new AggregateNode(join, [ProjectItem.Pass(products.Output[1])], [_plans.Sum(Of(lines, 1)), _plans.Count()]);
        _gateway.Explain(plan).ShouldBe(
            """
            Project: category, sum AS sum, count AS count
              Aggregate: by category · sum(partial_sum) AS sum, sum(partial_count) AS count
                Inner join: product = id
                  Remote: crm [product, partial_sum, partial_count]
                    remote sql: SELECT product, sum(quantity), count(*) FROM lines GROUP BY product
                  Remote: lake [id, category]
                    remote sql: SELECT id, category FROM products
            """);
    }

    [Fact]
    public void Not_where_it_saves_little_and_the_reason_is_cost()
    {
        var lines = _plans.Scan(Table("crm", "lines", 10_000, Known("product", 9_000), Known("quantity", 50)));
        var products = _plans.Scan("lake", "products", 200, "id", "category");
        var plan = new AggregateNode(Join(lines, products), [ProjectItem.Pass(products.Output[1])], [_plans.Sum(Of(lines, 1))]);
        _gateway.Explain(plan, reasons: true).ShouldContain("stays local: COST: grouping at crm first would still send about 9000 of 10000 rows");
        var unknown = _plans.Scan("crm", "others", "product", "quantity");
        _gateway.Explain(new AggregateNode(Join(unknown, products), [ProjectItem.Pass(products.Output[1])], [_plans.Sum(Of(unknown, 1))]), reasons: true)
            .ShouldContain("stays local: COST: how many groups crm would make first, by product, is not known");
    }

    [Fact]
    public void Not_where_the_two_steps_could_give_another_answer()
    {
        var (lines, products) = Tables();
        var join = Join(lines, products);
        bool IsSplit(AggregateCall call) => Fires(new AggregateNode(join, [ProjectItem.Pass(products.Output[1])], [new AggregateItem(_plans.Column("a", call.Type), call)]));
        var sum = _plans.Sum(Of(lines, 1)).Call;
        IsSplit(sum).ShouldBeTrue();
        IsSplit(sum with { IsDistinct = true }).ShouldBeFalse();
        IsSplit(new AggregateCall(new FunctionReference("sum", "sum(float8)"), [new CastExpression(Of(lines, 1), SqlType.Float8)], SqlType.Float8)).ShouldBeFalse();
        IsSplit(new AggregateCall(new FunctionReference("string_agg", "string_agg(text,text)"), [Text("a"), Text("b")], SqlType.Text)).ShouldBeFalse();

        // A value of the other side belongs to the joined row.
        IsSplit(sum with { Arguments = [Add(Of(lines, 1), Of(products, 0))] }).ShouldBeFalse();
    }

    [Theory]
    [InlineData(JoinKind.Inner, true)]
    [InlineData(JoinKind.Left, true)]
    [InlineData(JoinKind.Semi, true)]
    [InlineData(JoinKind.Anti, true)]
    [InlineData(JoinKind.Right, false)]
    [InlineData(JoinKind.Full, false)]
    public void Not_on_a_side_whose_missing_rows_are_made_up(JoinKind kind, bool isSplit)
    {
        var (lines, products) = Tables();
        var join = Join(lines, products, kind);
        Fires(new AggregateNode(join, [ProjectItem.Pass(lines.Output[2])], [_plans.Sum(Of(lines, 1))])).ShouldBe(isSplit);
    }

    [Fact]
    public void Not_by_keys_whose_equal_values_may_look_different()
    {
        var lines = _plans.Scan(Table("crm", "lines", 10_000, Known("product", 20, SqlType.Float8), Known("quantity", 50)));
        var products = _plans.Scan(Table("lake", "products", 200, Define("id", SqlType.Float8), Define("category")));
        Fires(new AggregateNode(Join(lines, products), [ProjectItem.Pass(products.Output[1])], [_plans.Sum(Of(lines, 1))])).ShouldBeFalse();
    }

    [Fact]
    public void Rows_are_put_together_before_they_are_grouped_by_what_the_source_cannot_compute()
    {
        var (lines, _) = Tables();
        var odd = Call("odd(int4)", SqlType.Int4, Of(lines, 2));
        _gateway.Explain(new AggregateNode(lines, [_plans.Item("odd", odd)], [_plans.Sum(Of(lines, 1))])).ShouldBe(
            """
            Project: odd, sum AS sum
              Aggregate: by odd(day) AS odd · sum(partial_sum) AS sum
                Remote: crm [day, partial_sum]
                  remote sql: SELECT day, sum(quantity) FROM lines GROUP BY day
            """);
        Fires(new AggregateNode(lines, [_plans.Item("random", Random())], [_plans.Sum(Of(lines, 1))])).ShouldBeFalse();
    }

    [Fact]
    public void Not_at_a_source_that_does_not_group()
    {
        _gateway.Without("crm", Capability.GroupBy);
        var (lines, products) = Tables();
        Fires(new AggregateNode(Join(lines, products), [ProjectItem.Pass(products.Output[1])], [_plans.Sum(Of(lines, 1))])).ShouldBeFalse();
    }

    [Fact]
    public void A_count_of_nothing_is_zero()
    {
        var (lines, products) = Tables();
        _gateway.Explain(new AggregateNode(Join(lines, products), [], [_plans.Count()])).ShouldStartWith("Project: CASE WHEN count IS NULL THEN 0 ELSE count END");
    }

    [Fact]
    public void Branches_of_a_union_all_are_put_together_at_their_sources()
    {
        var (a, b) = (_plans.Scan(Table("crm", "a", 10_000, Known("k", 10), Known("v", 50))), _plans.Scan(Table("lake", "b", 20_000, Known("k", 10), Known("v", 50))));
        var union = new SetOperationNode(SetOperationKind.Union, IsAll: true, [a, b], [_plans.Column("k"), _plans.Column("v")]);
        var average = new AggregateItem(_plans.Column("avg", SqlType.UnconstrainedNumeric), new AggregateCall(new FunctionReference("avg", "avg(int4)"), [Of(union, 1)], SqlType.UnconstrainedNumeric));
        _gateway.Explain(new AggregateNode(union, [Pass(union, 0)], [average])).ShouldBe(
            """
            Project: k, avg / avg AS avg
              Aggregate: by k · sum(partial_sum) AS avg, sum(partial_count) AS avg
                Union all
                  Remote: crm [k, partial_sum, partial_count]
                    remote sql: SELECT k, sum(v), count(v) FROM a GROUP BY k
                  Remote: lake [k, partial_sum, partial_count]
                    remote sql: SELECT k, sum(v), count(v) FROM b GROUP BY k
            """);
        Fires(new AggregateNode(union with { IsAll = false }, [Pass(union, 0)], [_plans.Sum(Of(union, 1))])).ShouldBeFalse();
        _gateway.Without("lake", Capability.Aggregates);
        Fires(new AggregateNode(union, [Pass(union, 0)], [_plans.Sum(Of(union, 1))])).ShouldBeFalse();
    }

    private (ScanNode Lines, ScanNode Products) Tables() => (
        _plans.Scan(Table("crm", "lines", 10_000, Known("product", 200), Known("quantity", 50), Known("day", 10))),
        _plans.Scan("lake", "products", 200, "id", "category"));

    private static TableColumn Known(string name, double distinct, SqlType? type = null) => Define(name, type) with { Statistics = new ColumnStatistics(distinct, 0) };

    private bool Fires(PlanNode plan) => _gateway.Optimize(plan).RulesFired.Any(rule => rule.StartsWith("PushPartialAggregate", StringComparison.Ordinal));
}
