using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class JoinTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm").With("lake");

    [Fact]
    public void Tables_of_one_source_are_put_together()
    {
        var (a, b, c) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("lake", "b", "x"), _plans.Scan("crm", "c", "y"));
        var plan = Join(Join(a, b), c, leftKey: 1);
        _gateway.Settings = _gateway.Settings with { DynamicFilterMaxKeys = 0 };
        _gateway.Explain(plan).ShouldBe(
            """
            Project: x, y, x, y
              Inner join: x = x
                Remote: crm [x, y, y]
                  remote sql: SELECT t1.x, t1.y, t2.y FROM a t1 JOIN c t2 ON t1.y = t2.y
                Remote: lake [x]
                  remote sql: SELECT x FROM b
            """);
    }

    [Fact]
    public void Conditions_in_where_become_join_conditions_and_no_cross_join_is_sent()
    {
        var (a, b, c) = (_plans.Scan("crm", "a", "x"), _plans.Scan("crm", "b", "y"), _plans.Scan("crm", "c", "x", "y"));
        var cross = new JoinNode(JoinKind.Cross, new JoinNode(JoinKind.Cross, a, b, null), c, null);
        _gateway.WholeSql(Filter(cross, Equal(Of(a, 0), Of(c, 0)), Equal(Of(b, 0), Of(c, 1)))).ShouldBe(
            "SELECT t1.x, t3.y, t2.x, t2.y FROM a t1 JOIN c t2 ON t1.x = t2.x JOIN b t3 ON t3.y = t2.y");
        _gateway.Explain(new JoinNode(JoinKind.Cross, a, b, null), reasons: true).ShouldContain("stays local: COST: ");
    }

    [Fact]
    public void A_join_that_multiplies_rows_is_not_sent()
    {
        TableHandle Skewed(string name) => Table("crm", name, 10_000, Define("k") with { Statistics = new ColumnStatistics(DistinctCount: 10) });
        var (a, b) = (_plans.Scan(Skewed("a")), _plans.Scan(Skewed("b")));
        _gateway.Explain(Join(a, b), reasons: true).ShouldContain("stays local: COST: the join would put out about 10000000 rows, reading both sides takes 20000");
        _gateway.Settings = _gateway.Settings with { JoinPushdown = JoinPushdown.Always };
        _gateway.Optimize(Join(a, b)).Root.ShouldBeOfType<RemoteNode>();
        _gateway.Settings = _gateway.Settings with { JoinPushdown = JoinPushdown.Off };
        _gateway.Optimize(Join(a, b, JoinKind.Semi)).Root.ShouldBeOfType<JoinNode>();
    }

    [Fact]
    public void A_join_that_multiplies_rows_is_sent_when_few_are_left_above_it()
    {
        TableHandle Skewed(string name) => Table("crm", name, 10_000, Define("k") with { Statistics = new ColumnStatistics(DistinctCount: 10) });
        var (a, b) = (_plans.Scan(Skewed("a")), _plans.Scan(Skewed("b")));
        _gateway.WholeSql(new AggregateNode(Join(a, b), [Pass(a, 0)], [_plans.Count()])).ShouldBe("SELECT t1.k, count(*) FROM a t1 JOIN b t2 ON t1.k = t2.k GROUP BY t1.k");
        _gateway.WholeSql(Limit(Join(a, b), 10)).ShouldContain("LIMIT 10");
        _gateway.Optimize(Limit(Join(a, b), 1_000_000)).Root.ShouldNotBeOfType<RemoteNode>();
        _gateway.Without("crm", Adapters.Abstractions.Capability.GroupBy);
        _gateway.Optimize(new AggregateNode(Join(a, b), [Pass(a, 0)], [_plans.Count()])).Root.ShouldNotBeOfType<RemoteNode>();
    }

    [Fact]
    public void Known_constants_cross_equalities()
    {
        var (a, b, c) = (_plans.Scan("crm", "a", "x"), _plans.Scan("lake", "b", "x"), _plans.Scan("crm", "c", "x"));
        _gateway.Explain(Filter(Join(Join(a, b), c), Equal(Of(a, 0), Int(5)))).ShouldContain("SELECT x FROM b WHERE x = 5");
        var chain = Filter(Join(Join(a, b), c, leftKey: 1), new InListExpression(Of(c, 0), [Int(5), Int(6)]));
        _gateway.Explain(chain).ShouldContain("SELECT x FROM b WHERE x IN (5, 6)");
        _gateway.Explain(Filter(Join(a, b, JoinKind.Left), Equal(Of(a, 0), Int(5)))).ShouldContain("SELECT x FROM b WHERE x = 5");

        // A condition on the side that may be missing, in ON, says nothing about the kept side.
        var on = new JoinNode(JoinKind.Left, a, b, And(Equal(Of(a, 0), Of(b, 0)), Equal(Of(b, 0), Int(5))));
        _gateway.Explain(on).ShouldContain("SELECT x FROM a\n");
        _gateway.Explain(on).ShouldContain("SELECT x FROM b WHERE x = 5");
    }

    [Fact]
    public void What_all_alternatives_ask_of_one_side_is_asked_of_it()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("lake", "b", "x", "y"));
        JoinNode On(JoinKind kind, PlanNode left, PlanNode right, params Expression[] alternatives) => new(kind, left, right, Or(alternatives));
        var first = And(Equal(Of(a, 0), Int(1)), Equal(Of(b, 0), Int(2)));
        var second = And(Equal(Of(a, 0), Int(3)), Equal(Of(b, 0), Int(4)), Equal(Of(a, 1), Of(b, 1)));
        var both = _gateway.Explain(On(JoinKind.Inner, a, b, first, second));
        both.ShouldContain("SELECT x, y FROM a WHERE (x = 1 OR x = 3)");
        both.ShouldContain("SELECT x, y FROM b WHERE (x = 2 OR x = 4)");
        both.ShouldStartWith("Inner join: ((x = 1) AND (x = 2)) OR");
        _gateway.Explain(On(JoinKind.Left, a, b, first, second)).ShouldContain("SELECT x, y FROM a\n");
        _gateway.Explain(On(JoinKind.Left, a, b, first, second)).ShouldContain("WHERE (x = 2 OR x = 4)");
        _gateway.Explain(On(JoinKind.Inner, a, b, first, Equal(Of(a, 1), Of(b, 1)))).ShouldNotContain("WHERE");
        var c = _plans.Scan("crm", "c", "x", "y");
        _gateway.Explain(On(JoinKind.Inner, a, c, And(Equal(Of(a, 0), Int(1)), Equal(Of(c, 0), Of(a, 1))), And(Equal(Of(a, 0), Int(3)), Equal(Of(c, 1), Of(a, 1))))).ShouldNotContain("WHERE");
    }

    [Fact]
    public void An_outer_join_whose_made_up_rows_are_dropped_is_an_inner_join()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("crm", "b", "x"));
        _gateway.WholeSql(Filter(Join(a, b, JoinKind.Left), Greater(Of(b, 0), Int(1)))).ShouldBe(
            "SELECT t1.x, t2.x FROM a t1 JOIN b t2 ON t1.x = t2.x WHERE t1.x > 1 AND t2.x > 1");
        _gateway.WholeSql(Filter(Join(a, b, JoinKind.Left), new IsNullExpression(Of(b, 0)))).ShouldBe("SELECT t1.x, t2.x FROM a t1 LEFT JOIN b t2 ON t1.x = t2.x WHERE t2.x IS NULL");
        _gateway.WholeSql(Filter(Join(a, b, JoinKind.Full), Greater(Of(a, 0), Int(1)))).ShouldContain(" LEFT JOIN ");
    }

    [Fact]
    public void A_null_test_on_a_not_null_column_of_a_missing_side_is_kept()
    {
        var a = _plans.Scan("crm", "a", "x");
        var b = _plans.Scan(Table("crm", "b", null, Define("x", nullable: false)));
        _gateway.WholeSql(Filter(Join(a, b, JoinKind.Left), new IsNullExpression(Of(b, 0)))).ShouldContain("WHERE t2.x IS NULL");
        _gateway.Optimize(Filter(b, new IsNullExpression(Of(b, 0)))).Root.ShouldBeOfType<ValuesNode>().Rows.Count.ShouldBe(0);
    }

    [Fact]
    public void In_and_exists_become_semi_joins()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("lake", "b", "z", "w"));
        var query = Select(Filter(b, Equal(Of(b, 1), Int(1))), 0);
        var inQuery = new QuantifiedSubqueryExpression([Of(a, 0)], ComparisonOperator.Equal, Quantifier.Any, query);
        _gateway.Settings = _gateway.Settings with { DynamicFilterMaxKeys = 0 };
        _gateway.Explain(Filter(a, inQuery)).ShouldBe(
            """
            Semi join: x = z
              Remote: crm [x]
                remote sql: SELECT x FROM a
              Remote: lake [z]
                remote sql: SELECT z FROM b WHERE w = 1
            """);
        _gateway.Explain(Filter(a, new ExistsExpression(Select(Filter(b, Equal(Of(b, 0), Of(a, 0)), Greater(Of(b, 1), Of(a, 0))), 1), IsNegated: true))).ShouldStartWith("Anti join: (z = x) AND (w > x)");
        _gateway.Explain(Filter(a, Or(inQuery, Equal(Of(a, 0), Int(1))))).ShouldBe(
            """
            Filter: x = ANY (subquery) OR (x = 1)
              Remote: crm [x]
                remote sql: SELECT x FROM a
              Subquery:
                Remote: lake [z]
                  remote sql: SELECT z FROM b WHERE w = 1
            """);
    }

    [Fact]
    public void Not_in_is_an_anti_join_only_without_nulls()
    {
        QuantifiedSubqueryExpression NotIn(ScanNode a, ScanNode b) => new([Of(a, 0)], ComparisonOperator.NotEqual, Quantifier.All, Select(b, 0));
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("lake", "b", "z"));
        _gateway.Optimize(Filter(a, NotIn(a, b))).Root.ShouldBeOfType<FilterNode>();
        var (c, d) = (_plans.Scan(Table("crm", "c", null, Define("x", nullable: false))), _plans.Scan(Table("lake", "d", null, Define("z", nullable: false))));
        _gateway.Optimize(Filter(c, NotIn(c, d))).Root.ShouldBeOfType<JoinNode>().Kind.ShouldBe(JoinKind.Anti);
    }

    [Fact]
    public void A_correlated_scalar_subquery_of_one_source_is_sent_with_its_query()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("crm", "b", "x", "y"));
        var average = new AggregateNode(Filter(b, Equal(Of(b, 0), Of(a, 0))), [], [_plans.Sum(Of(b, 1))]);
        var plan = Filter(a, Greater(Of(a, 1), new ScalarSubqueryExpression(average)));
        _gateway.WholeSql(plan).ShouldBe("SELECT t1.x, t1.y FROM a t1 WHERE t1.y > (SELECT sum(t2.y) FROM b t2 WHERE t2.x = t1.x)");

        var other = _plans.Scan("lake", "c", "x", "y");
        var sum = new AggregateNode(Filter(other, Equal(Of(other, 0), Of(a, 0)), Equal(Of(other, 1), Int(3))), [], [_plans.Sum(Of(other, 1))]);
        _gateway.Settings = _gateway.Settings with { DynamicFilterMaxKeys = 0 };
        _gateway.Explain(Filter(a, Greater(Of(a, 1), new ScalarSubqueryExpression(sum)))).ShouldBe(
            """
            Project: x, y
              Inner join: (x = x) AND (y > sum)
                Remote: crm [x, y]
                  remote sql: SELECT x, y FROM a
                Remote: lake [x, sum]
                  remote sql: SELECT x, sum(y) FROM c WHERE y = 3 GROUP BY x
            """);
    }

    [Fact]
    public void A_correlated_scalar_subquery_stays_where_a_join_could_answer_differently()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("lake", "b", "x", "y"));
        PlanNode Correlated(PlanNode rows) => Filter(rows, Equal(Of(b, 0), Of(a, 0)));
        ScalarSubqueryExpression Ask(PlanNode rows, params AggregateItem[] items) => new(new AggregateNode(rows, [], items.ToEquatableArray()));
        bool IsJoined(Expression asked) => _gateway.Optimize(Filter(a, Greater(Of(a, 1), asked))).Root.SelfAndDescendants().OfType<JoinNode>().Any();

        IsJoined(Ask(Correlated(b), _plans.Sum(Of(b, 1)))).ShouldBeTrue();
        IsJoined(Ask(Correlated(b), _plans.Count())).ShouldBeTrue();
        IsJoined(Ask(Correlated(b), _plans.Sum(Add(Of(b, 1), Int(1))))).ShouldBeFalse("the argument may overflow for rows nobody asked about");
        IsJoined(Ask(Filter(b, Greater(Of(b, 0), Of(a, 0))), _plans.Sum(Of(b, 1)))).ShouldBeFalse("without an equality there are no groups");
        IsJoined(Ask(b, _plans.Sum(Of(b, 1)))).ShouldBeFalse("it is asked once");
    }

    [Fact]
    public void A_row_whose_group_is_missing_is_kept_where_null_passes()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("lake", "b", "x", "y"));
        var asked = new ScalarSubqueryExpression(new AggregateNode(Filter(b, Equal(Of(b, 0), Of(a, 0))), [], [_plans.Sum(Of(b, 1))]));
        _gateway.Explain(Filter(a, new IsNullExpression(asked))).ShouldContain("Left join: x = x");
        var count = new ScalarSubqueryExpression(new AggregateNode(Filter(b, Equal(Of(b, 0), Of(a, 0))), [], [_plans.Count()]));
        _gateway.Explain(Filter(a, Equal(count, Rows(0)))).ShouldStartWith(
            """
            Project: x, y
              Filter: CASE WHEN count IS NULL THEN 0 ELSE count END = 0
                Left join: x = x
            """);
    }

    [Theory]
    [InlineData(JoinKind.Inner, JoinKind.Semi, true)]
    [InlineData(JoinKind.Inner, JoinKind.Anti, true)]
    [InlineData(JoinKind.Right, JoinKind.Anti, true)]
    [InlineData(JoinKind.Left, JoinKind.Anti, false)]
    [InlineData(JoinKind.Full, JoinKind.Anti, false)]
    public void Rows_are_looked_up_in_their_own_source_before_they_are_joined(JoinKind kind, JoinKind reducing, bool isPushed)
    {
        var (a, b, c) = (_plans.Scan("lake", "a", "x"), _plans.Scan("crm", "b", "x", "y"), _plans.Scan("crm", "c", "y"));
        var plan = Join(Join(a, b, kind), c, reducing, leftKey: 2);
        var exists = reducing == JoinKind.Semi ? "EXISTS" : "NOT EXISTS";
        _gateway.Explain(plan).Contains($"SELECT t1.x, t1.y FROM b t1 WHERE {exists} (SELECT 1 FROM c t2 WHERE t1.y = t2.y)", StringComparison.Ordinal).ShouldBe(isPushed);
    }

    [Fact]
    public void Tables_of_one_source_that_equal_a_third_are_joined_there()
    {
        var (a, b, c) = (_plans.Scan("crm", "a", "x"), _plans.Scan("lake", "b", "x"), _plans.Scan("crm", "c", "x"));
        _gateway.Explain(Join(Join(a, b), c, leftKey: 1)).ShouldContain("FROM a t1 JOIN c t2 ON t1.x = t2.x");

        // What is only smaller than the same is not equal.
        var less = new JoinNode(JoinKind.Inner, Join(a, b), c, Compare(Of(b, 0), ComparisonOperator.Less, Of(c, 0)));
        _gateway.Explain(less).ShouldNotContain("FROM a t1 JOIN c t2");
    }

    [Fact]
    public void Conditions_common_to_all_branches_of_an_or_join_tables()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("crm", "b", "x"));
        var key = Equal(Of(a, 0), Of(b, 0));
        var plan = Filter(new JoinNode(JoinKind.Cross, a, b, null), Or(And(key, Equal(Of(a, 1), Int(1))), And(key, Equal(Of(a, 1), Int(2)))));
        _gateway.WholeSql(plan).ShouldBe("SELECT t1.x, t1.y, t2.x FROM a t1 JOIN b t2 ON t1.x = t2.x WHERE (t1.y = 1 OR t1.y = 2)");
    }
}
