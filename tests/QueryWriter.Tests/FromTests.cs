using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using Shouldly;
using Xunit;
using static FederationGateway.QueryWriter.Tests.Plans;
using static FederationGateway.QueryWriter.Tests.SelectTests;

namespace FederationGateway.QueryWriter.Tests;

public class FromTests
{
    private readonly Plans _plans = new();

    [Fact]
    public void Filters_of_inner_sides_come_together_in_where()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var join = new JoinNode(JoinKind.Inner, new FilterNode(a, Greater(Of(a, 0), Int(1))), b, Equal(Of(a, 0), Of(b, 0)));
        Sql(join).ShouldBe("""SELECT t1."x", t2."y" FROM "a" t1 JOIN "b" t2 ON t1."x" = t2."y" WHERE t1."x" > 1""");
    }

    [Fact]
    public void The_filter_of_a_side_that_may_be_missing_goes_to_on()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var join = new JoinNode(JoinKind.Left, new FilterNode(a, Greater(Of(a, 0), Int(1))), new FilterNode(b, Greater(Of(b, 0), Int(2))), Equal(Of(a, 0), Of(b, 0)));
        Sql(join).ShouldBe("""SELECT t1."x", t2."y" FROM "a" t1 LEFT JOIN "b" t2 ON t1."x" = t2."y" AND t2."y" > 2 WHERE t1."x" > 1""");
        Sql(join with { Kind = JoinKind.Right }).ShouldBe("""SELECT t1."x", t2."y" FROM "a" t1 RIGHT JOIN "b" t2 ON t1."x" = t2."y" AND t1."x" > 1 WHERE t2."y" > 2""");
        Sql(join with { Kind = JoinKind.Full }).ShouldBe(
            """SELECT q1.c1, q2.c2 FROM (SELECT "x" AS c1 FROM "a" WHERE "x" > 1) q1 FULL JOIN (SELECT "y" AS c2 FROM "b" WHERE "y" > 2) q2 ON q1.c1 = q2.c2""");
    }

    [Fact]
    public void A_computed_column_of_a_missing_side_is_null()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var right = Project(b, Pass(b, 0), _plans.Item("one", Int(1)));
        Sql(new JoinNode(JoinKind.Left, a, right, Equal(Of(a, 0), Of(b, 0)))).ShouldBe(
            """SELECT t1."x", q1.c2, q1.c3 FROM "a" t1 LEFT JOIN (SELECT "y" AS c2, 1 AS c3 FROM "b") q1 ON t1."x" = q1.c2""");
    }

    [Fact]
    public void Nested_joins_keep_their_parentheses()
    {
        var (a, b, c) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"), _plans.Scan("c", "z"));
        var inner = new JoinNode(JoinKind.Inner, b, c, Equal(Of(b, 0), Of(c, 0)));
        Sql(new JoinNode(JoinKind.Left, a, inner, null)).ShouldBe("""SELECT t1."x", t2."y", t3."z" FROM "a" t1 LEFT JOIN ("b" t2 JOIN "c" t3 ON t2."y" = t3."z") ON TRUE""");
    }

    [Fact]
    public void Semi_and_anti_joins_are_exists()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var semi = new JoinNode(JoinKind.Semi, a, b, Equal(Of(a, 0), Of(b, 0)));
        Sql(semi).ShouldBe("""SELECT t1."x" FROM "a" t1 WHERE EXISTS (SELECT 1 FROM "b" t2 WHERE t1."x" = t2."y")""");
        var grouped = new AggregateNode(b, [Pass(b, 0)], []);
        Sql(semi with { Kind = JoinKind.Anti, Right = grouped }).ShouldBe(
            """SELECT t1."x" FROM "a" t1 WHERE NOT EXISTS (SELECT 1 FROM (SELECT t2."y" AS c2 FROM "b" t2 GROUP BY t2."y") q1 WHERE t1."x" = q1.c2)""");
    }

    [Fact]
    public void A_subquery_sees_the_columns_around_it()
    {
        var (a, b) = (_plans.Scan("a", "id"), _plans.Scan("b", "id"));
        var query = Project(new FilterNode(b, Equal(Of(b, 0), Of(a, 0))), Pass(b, 0));
        Sql(new FilterNode(a, new ExistsExpression(query))).ShouldBe("""SELECT t1."id" FROM "a" t1 WHERE EXISTS (SELECT t2."id" FROM "b" t2 WHERE t2."id" = t1."id")""");
    }

    [Fact]
    public void An_aggregate_read_by_a_subquery_is_a_column_first()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var sum = _plans.Sum(Of(a, 0));
        var query = new FilterNode(b, Equal(Of(b, 0), sum.Column.ToExpression()));
        Sql(new FilterNode(new AggregateNode(a, [], [sum]), new ExistsExpression(query))).ShouldBe(
            """SELECT q1.c3 FROM (SELECT sum("x") AS c3 FROM "a") q1 WHERE EXISTS (SELECT t1."y" FROM "b" t1 WHERE t1."y" = q1.c3)""");
    }

    [Fact]
    public void Lateral_sides_see_their_left()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var top = new LimitNode(new SortNode(new FilterNode(b, Greater(Of(b, 0), Of(a, 0))), [Key(Of(b, 0))]), Rows(1), null);
        Sql(new JoinNode(JoinKind.Left, a, top, null, IsLateral: true)).ShouldBe(
            """SELECT t1."x", q1.c2 FROM "a" t1 LEFT JOIN LATERAL (SELECT t2."y" AS c2 FROM "b" t2 WHERE t2."y" > t1."x" ORDER BY t2."y" ASC NULLS LAST LIMIT 1) q1 ON TRUE""");
        var series = new TableFunctionNode([new CallExpression(new FunctionReference("generate_series", "generate_series(int4,int4)"), [Int(1), Of(a, 0)], SqlType.Int4)],
            [_plans.Column("n"), _plans.Column("ord", SqlType.Int8)], WithOrdinality: true);
        Sql(new JoinNode(JoinKind.Cross, a, series, null, IsLateral: true)).ShouldBe(
            """SELECT t1."x", t2.c3, t2.c4 FROM "a" t1 CROSS JOIN LATERAL generate_series(1, t1."x") WITH ORDINALITY AS t2(c3, c4)""");
    }

    [Fact]
    public void A_made_up_row_has_no_column_of_its_left()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var right = Project(b, _plans.Item("left", Of(a, 0)));
        Sql(new JoinNode(JoinKind.Left, a, right, null, IsLateral: true)).ShouldBe("""SELECT t1."x", q1.c3 FROM "a" t1 LEFT JOIN LATERAL (SELECT t1."x" AS c3 FROM "b" t2) q1 ON TRUE""");
        Sql(new JoinNode(JoinKind.Cross, a, right, null, IsLateral: true)).ShouldBe("""SELECT t1."x", t1."x" FROM "a" t1 CROSS JOIN "b" t2""");
    }

    [Fact]
    public void An_aggregate_of_what_was_taken_from_outside_stays_inside()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var outer = Project(b, _plans.Item("outer", Of(a, 0)));
        Sql(new JoinNode(JoinKind.Cross, a, new AggregateNode(outer, [], [_plans.Sum(Of(outer, 0))]), null, IsLateral: true)).ShouldBe(
            """SELECT t1."x", q1.c4 FROM "a" t1 CROSS JOIN LATERAL (SELECT sum(q2.c3) AS c4 FROM (SELECT t1."x" AS c3 FROM "b" t2) q2) q1""");
    }

    [Fact]
    public void Set_operations_close_what_must_be_closed()
    {
        var (a, b, c) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"), _plans.Scan("c", "z"));
        var union = new SetOperationNode(SetOperationKind.Union, IsAll: true, [a, new LimitNode(b, Rows(1), null)], [_plans.Column("u")]);
        Sql(union).ShouldBe("""SELECT "x" FROM "a" UNION ALL (SELECT "y" FROM "b" LIMIT 1)""");
        var except = new SetOperationNode(SetOperationKind.Except, IsAll: false, [c, union], [_plans.Column("e")]);
        Sql(new LimitNode(except, Rows(2), Rows(1))).ShouldBe(
            """SELECT q1.c5 FROM (SELECT "z" FROM "c" EXCEPT (SELECT "x" FROM "a" UNION ALL (SELECT "y" FROM "b" LIMIT 1))) q1(c5) LIMIT 2 OFFSET 1""");
    }

    [Fact]
    public void Values_of_one_row_many_rows_and_none()
    {
        var (x, y) = (_plans.Column("x"), _plans.Column("y"));
        Sql(new ValuesNode([x, y], [[Int(1), Int(2)]])).ShouldBe("SELECT 1, 2");
        var many = new ValuesNode([x, y], [[Int(1), Int(2)], [Int(3), Int(4)]]);
        Sql(many).ShouldBe("VALUES (1, 2), (3, 4)");
        Sql(new FilterNode(many, Greater(x.ToExpression(), Int(1)))).ShouldBe("SELECT q1.c1, q1.c2 FROM (VALUES (1, 2), (3, 4)) q1(c1, c2) WHERE q1.c1 > 1");
        Sql(new ValuesNode([x], [])).ShouldBe("SELECT CAST(NULL AS integer) WHERE FALSE");
        Sql(ValuesNode.OneRow).ShouldBe("SELECT 1");
    }

    [Fact]
    public void Common_tables_and_recursion()
    {
        var seed = new ValuesNode([_plans.Column("n")], [[Int(1)]]);
        var self = new CteScanNode(4, "r", [_plans.Column("n")]);
        var step = Project(new FilterNode(self, Compare(Of(self, 0), ComparisonOperator.Less, Int(9))), _plans.Item("n", Add(Of(self, 0), Int(1))));
        var table = new CommonTable(4, "r", new SetOperationNode(SetOperationKind.Union, IsAll: true, [seed, step], [_plans.Column("n")]), IsRecursive: true);
        var read = new CteScanNode(4, "r", [_plans.Column("m")]);
        Sql(new WithNode([table], read)).ShouldBe(
            "WITH RECURSIVE w4(c4) AS (SELECT 1 UNION ALL SELECT t1.c4 + 1 FROM w4 t1 WHERE t1.c4 < 9) SELECT t2.c4 FROM w4 t2");
    }

    [Fact]
    public void Fragments_are_read_where_the_caller_says()
    {
        var (a, b) = (_plans.Scan("a", "x"), _plans.Scan("b", "y"));
        var join = new JoinNode(JoinKind.Inner, new RemoteNode("one", a), new RemoteNode("two", b), Equal(Of(a, 0), Of(b, 0)));
        Sql(join, new QueryWriterOptions { InputOf = remote => new RemoteInput(remote.Source == "one" ? "gw_scan(0)" : "gw_scan(1)", ["c0"]) }).ShouldBe(
            "SELECT t1.c0, t2.c0 FROM gw_scan(0) t1 JOIN gw_scan(1) t2 ON t1.c0 = t2.c0");
    }
}
