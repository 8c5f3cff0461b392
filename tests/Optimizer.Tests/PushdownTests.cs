using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class PushdownTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm").With("lake");

    [Fact]
    public void Conditions_go_one_by_one_and_the_rest_says_why()
    {
        var scan = _plans.Scan(Table("crm", "orders", null, Define("id"), Define("note", SqlType.Text), Define("total")));
        var plan = Select(Filter(scan, Greater(Of(scan, 2), Int(10)), Equal(Call("initcap(text)", SqlType.Text, Of(scan, 1)), Text("Vip"))), 0);
        _gateway.Explain(plan, reasons: true).ShouldBe(
            """
            Project: id
              stays local: INPUT_STAYED_LOCAL: its input "Filter" stays local (what keeps its input here is said there)
              Filter: initcap(note) = 'Vip'
                stays local: FUNCTION_NOT_SUPPORTED: initcap(note) = 'Vip': initcap(text) has no equal in fake (a function of the same meaning that the source has is sent)
                Remote: crm [id, note]
                  remote sql: SELECT id, note FROM orders WHERE total > 10
            """);
    }

    [Fact]
    public void A_superset_is_sent_and_checked_again_and_nothing_passes_it()
    {
        var scan = _plans.Scan(Table("crm", "t", null, Define("ci_name", SqlType.Text), Define("x")));
        var filter = Filter(scan, Equal(Of(scan, 0), Text("a")), Greater(Of(scan, 1), Int(1)));
        _gateway.Explain(Limit(filter, 5), reasons: true).ShouldBe(
            """
            Limit: 5
              stays local: INPUT_STAYED_LOCAL: its input "Filter" stays local (what keeps its input here is said there)
              Filter: ci_name = 'a'
                stays local: SUPERSET_RECHECK: ci_name = 'a' is sent and checked again: crm may keep more rows than asked (nothing to do: the source has made the rows fewer already)
                Remote: crm [ci_name, x]
                  remote sql: SELECT ci_name, x FROM t WHERE ci_name = 'a' AND x > 1
            """);
        _gateway.Explain(Filter(scan, Compare(Of(scan, 0), ComparisonOperator.NotEqual, Text("a")))).ShouldContain("remote sql: SELECT ci_name, x FROM t", customMessage: "less than asked would come");
        _gateway.Explain(Filter(scan, Compare(Of(scan, 0), ComparisonOperator.NotEqual, Text("a")))).ShouldNotContain("WHERE");
        _gateway.Explain(new AggregateNode(Filter(scan, Equal(Of(scan, 0), Text("a"))), [], [_plans.Count()])).ShouldStartWith("Aggregate: count(*) AS count\n  Filter: ci_name = 'a'\n    Remote");
    }

    [Fact]
    public void A_capability_can_be_a_superset()
    {
        var gateway = new TestGateway().With("crm", TestGateway.Everything.With([KeyValuePair.Create(Capability.Like, "superset")]));
        var scan = _plans.Scan(Table("crm", "t", null, Define("a", SqlType.Text)));
        var like = new LikeExpression(Of(scan, 0), Text("x%"));
        gateway.Explain(Filter(scan, like)).ShouldBe("Filter: a LIKE 'x%'\n  Remote: crm [a]\n    remote sql: SELECT a FROM t WHERE a LIKE 'x%'");
        gateway.Explain(Filter(scan, like with { IsNegated = true })).ShouldBe("Filter: a NOT LIKE 'x%'\n  Remote: crm [a]\n    remote sql: SELECT a FROM t");
    }

    [Fact]
    public void A_whole_statement_is_one_fragment()
    {
        var scan = _plans.Scan("crm", "orders", "id", "customer", "total");
        var sum = _plans.Sum(Of(scan, 2));
        var aggregate = new AggregateNode(Filter(scan, Greater(Of(scan, 2), Int(0))), [Pass(scan, 1)], [sum]);
        var having = Filter(aggregate, Greater(sum.Column.ToExpression(), Rows(9)), Greater(Of(aggregate, 0), Int(5)));
        _gateway.WholeSql(Limit(new SortNode(having, [Key(sum.Column.ToExpression(), descending: true)]), 3)).ShouldBe(
            "SELECT customer, sum(total) AS c4 FROM orders WHERE total > 0 AND customer > 5 GROUP BY customer HAVING sum(total) > 9 ORDER BY sum(total) DESC NULLS FIRST LIMIT 3");
    }

    public static TheoryData<string, string> Operators() => new()
    {
        { "aggregate", Capability.Aggregates },
        { "aggregate", Capability.GroupBy },
        { "grouping sets", Capability.GroupingSets },
        { "having", Capability.Having },
        { "distinct", Capability.Distinct },
        { "sort", Capability.OrderBy },
        { "sort expression", Capability.ExpressionInOrderBy },
        { "limit", Capability.Limit },
        { "window", Capability.WindowFunctions },
        { "join", Capability.Joins },
        { "left join", Capability.JoinsOuter },
        { "full join", Capability.JoinsFullOuter },
        { "join expression", Capability.ExpressionInInnerJoin },
        { "union", Capability.Union },
        { "union all", Capability.UnionAll },
        { "except", Capability.Except },
        { "intersect all", Capability.IntersectAll },
        { "filter over limit", Capability.Subquery },
        { "exists", Capability.SubqueryInExists },
        { "scalar", Capability.SubqueryInComparison },
        { "expression", Capability.ExpressionInProject },
        { "case", Capability.CaseExpression },
        { "bigint", Capability.BigintBind },
    };

    [Theory, MemberData(nameof(Operators))]
    public void An_operator_is_sent_with_its_capability_and_not_without(string name, string capability)
    {
        var (a, b) = (_plans.Scan("crm", "a", "x", "y"), _plans.Scan("crm", "b", "z"));
        PlanNode plan = name switch
        {
            "aggregate" => new AggregateNode(a, [Pass(a, 0)], [_plans.Sum(Of(a, 1))]),
            "grouping sets" => new AggregateNode(a, [Pass(a, 0)], [_plans.Count()], [[0], []]),
            "having" => Filter(new AggregateNode(a, [Pass(a, 0)], [_plans.Count()]) is var grouped ? grouped : null!, Greater(Of(grouped, 1), Rows(1))),
            "distinct" => new DistinctNode(a),
            "sort" => Sort(a, 0),
            "sort expression" => new SortNode(a, [Key(Add(Of(a, 0), Int(1)))]),
            "limit" => Limit(a, 5),
            "window" => new WindowNode(a, [new WindowItem(_plans.Column("r", SqlType.Int8), new WindowCall(new FunctionReference("rank", "rank()"), [], SqlType.Int8, [Of(a, 0)]))]),
            "join" => Join(a, b),
            "left join" => Join(a, b, JoinKind.Left),
            "full join" => Join(a, b, JoinKind.Full),
            "join expression" => new JoinNode(JoinKind.Inner, a, b, Equal(Add(Of(a, 0), Int(1)), Of(b, 0))),
            "union" => new SetOperationNode(SetOperationKind.Union, false, [Select(a, 0), b], [_plans.Column("u")]),
            "union all" => new SetOperationNode(SetOperationKind.Union, true, [Select(a, 0), b], [_plans.Column("u")]),
            "except" => new SetOperationNode(SetOperationKind.Except, false, [Select(a, 0), b], [_plans.Column("u")]),
            "intersect all" => new SetOperationNode(SetOperationKind.Intersect, true, [Select(a, 0), b], [_plans.Column("u")]),
            "filter over limit" => Filter(Limit(a, 5), Greater(Of(a, 0), Int(1))),
            "exists" => Filter(a, new ExistsExpression(Filter(b, Equal(Of(b, 0), Of(a, 0))))),
            "scalar" => Filter(a, Equal(Of(a, 0), new ScalarSubqueryExpression(Limit(b, 1)))),
            "expression" => Project(a, _plans.Item("e", Add(Add(Of(a, 0), Int(1)), Of(a, 1)))),
            "case" => Project(a, _plans.Item("c", new CaseExpression([new CaseBranch(Greater(Of(a, 0), Int(1)), Int(1))], null, SqlType.Int4))),
            "bigint" => Filter(a, Equal(new CastExpression(Of(a, 0), SqlType.Int4), new ConstantExpression(1L << 40, SqlType.Int8))),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        new TestGateway().With("crm").Optimize(plan).Root.ShouldBeOfType<RemoteNode>(name);
        var without = new TestGateway().Without("crm", capability).Optimize(plan);
        without.Root.ShouldNotBeOfType<RemoteNode>(name);
        without.Refusals.Values.SelectMany(refusals => refusals).ShouldContain(refusal => refusal.Code == RefusalCode.CapabilityMissing && refusal.Message.Contains(capability, StringComparison.Ordinal));
    }

    [Fact]
    public void Top_n_goes_below_a_projection_the_source_cannot_compute_and_the_order_is_kept()
    {
        var scan = _plans.Scan(Table("crm", "t", null, Define("a", SqlType.Text), Define("x")));
        var project = Project(scan, _plans.Item("i", Call("initcap(text)", SqlType.Text, Of(scan, 0))), Pass(scan, 1));
        _gateway.Explain(Limit(Sort(project, 1), 2)).ShouldBe(
            """
            Project: initcap(a) AS i, x
              Sort: x
                Remote: crm [a, x]
                  remote sql: SELECT a, x FROM t ORDER BY x ASC NULLS LAST LIMIT 2
            """);
    }

    [Fact]
    public void A_sort_nothing_needs_is_not_sent()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("lake", "b", "z"));
        _gateway.Explain(Join(Sort(a, 0), b)).ShouldNotContain("ORDER");
        var text = _plans.Scan(Table("crm", "t", null, Define("a", SqlType.Text)));
        _gateway.Explain(Sort(text, 0), reasons: true).ShouldBe(
            """
            Sort: a
              stays local: TEXT_ORDER: fake may order text by another collation (COLLATE "C" orders alike everywhere)
              Remote: crm [a]
                remote sql: SELECT a FROM t
            """);
    }

    [Fact]
    public void A_source_without_offset_sends_the_skipped_rows_too()
    {
        var scan = _plans.Scan("crm", "a", "x");
        new TestGateway().Without("crm", Capability.Offset).Explain(Limit(scan, 5, 2)).ShouldBe("Limit: 5 offset 2\n  Remote: crm [x]\n    remote sql: SELECT x FROM a LIMIT 7");
    }

    [Fact]
    public void Limits_are_copied_into_union_branches_and_the_kept_side_of_a_join()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("lake", "b", "z"));
        var union = new SetOperationNode(SetOperationKind.Union, true, [a, b], [_plans.Column("u")]);
        _gateway.Explain(Limit(Sort(union, 0), 5, 1)).ShouldBe(
            """
            Limit: 5 offset 1
              Sort: u
                Union all
                  Remote: crm [x]
                    remote sql: SELECT x FROM a ORDER BY x ASC NULLS LAST LIMIT 6
                  Remote: lake [z]
                    remote sql: SELECT z FROM b ORDER BY z ASC NULLS LAST LIMIT 6
            """);
        _gateway.Explain(Limit(Join(a, b, JoinKind.Left), 5)).ShouldContain("SELECT x FROM a LIMIT 5");
        _gateway.Explain(Limit(Join(a, b), 5)).ShouldNotContain(" LIMIT ", Case.Sensitive);
        _gateway.Explain(Limit(Sort(Join(a, b, JoinKind.Left), 1), 5)).ShouldNotContain(" LIMIT ", Case.Sensitive);
    }

    [Fact]
    public void Volatile_functions_stay_and_are_not_moved()
    {
        var scan = _plans.Scan("crm", "a", "x");
        var random = Project(scan, Pass(scan, 0), _plans.Item("r", Random()));
        _gateway.Explain(Filter(random, Compare(Of(random, 1), ComparisonOperator.Less, Of(random, 1))), reasons: true).ShouldBe(
            """
            Filter: r < r
              stays local: INPUT_STAYED_LOCAL: its input "Project" stays local (what keeps its input here is said there)
              Project: x, random() AS r
                stays local: VOLATILE_FUNCTION: random() gives another answer at each call (computed once and given as a parameter, the value is sent)
                Remote: crm [x]
                  remote sql: SELECT x FROM a
            """);
    }

    [Fact]
    public void Pushdown_off_scans_the_columns_it_needs()
    {
        _gateway.Settings = _gateway.Settings with { Pushdown = false };
        var scan = _plans.Scan("crm", "orders", "id", "note", "total");
        _gateway.Explain(Select(Filter(scan, Greater(Of(scan, 2), Int(10))), 0), reasons: true).ShouldBe(
            """
            Project: id
              stays local: PUSHDOWN_OFF: the setting pushdown is off (SET pushdown = on)
              Filter: total > 10
                stays local: PUSHDOWN_OFF: the setting pushdown is off (SET pushdown = on)
                Remote: crm [id, total]
                  remote sql: SELECT id, total FROM orders
            """);
    }

    [Fact]
    public void Dictionary_views_are_only_scanned()
    {
        var scan = _plans.Scan(TableHandle.SystemSource, "tables", "a", "b");
        var optimized = _gateway.Optimize(Select(Filter(scan, Equal(Of(scan, 0), Int(1))), 1));
        optimized.Root.ShouldBeOfType<ProjectNode>().Input.ShouldBeOfType<FilterNode>().Input.ShouldBeOfType<RemoteNode>().Fragment.ShouldBeOfType<ScanNode>();
    }

    [Fact]
    public void Common_tables_of_one_source_are_sent_whole()
    {
        var scan = _plans.Scan("crm", "a", "x");
        var first = new CteScanNode(1, "w", [_plans.Column("x")]);
        var second = new CteScanNode(1, "w", [_plans.Column("x")]);
        var with = new WithNode([new CommonTable(1, "w", Filter(scan, Greater(Of(scan, 0), Int(1))), false)], Join(first, second));
        _gateway.WholeSql(with).ShouldBe("WITH w1(c1) AS (SELECT x FROM a WHERE x > 1) SELECT t1.c1, t2.c1 FROM w1 t1 JOIN w1 t2 ON t1.c1 = t2.c1");
        var once = new WithNode([new CommonTable(1, "w", Filter(scan, Greater(Of(scan, 0), Int(1))), false)], Filter(first, Equal(Of(first, 0), Int(7))));
        _gateway.WholeSql(once).ShouldBe("SELECT x FROM a WHERE x = 7 AND x > 1");
        _gateway.Optimize(new WithNode(with.Tables, Join(with.Body, _plans.Scan("lake", "b", "z")))).Root.ShouldBeOfType<WithNode>();
    }

    [Fact]
    public void Lateral_joins_of_one_source_are_sent_whole()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("crm", "b", "z"));
        var top = Limit(Sort(Filter(b, Greater(Of(b, 0), Of(a, 0))), 0), 1);
        _gateway.WholeSql(new JoinNode(JoinKind.Left, a, top, null, IsLateral: true)).ShouldContain("LEFT JOIN LATERAL (SELECT");
        var other = _plans.Scan("lake", "c", "z");
        var mixed = new JoinNode(JoinKind.Left, a, Limit(Filter(other, Greater(Of(other, 0), Of(a, 0))), 1), null, IsLateral: true);
        _gateway.Explain(mixed).ShouldBe(
            """
            Left join lateral
              Remote: crm [x]
                remote sql: SELECT x FROM a
              Limit: 1
                Filter: z > x
                  Remote: lake [z]
                    remote sql: SELECT z FROM c
            """);
    }
}
