using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using Shouldly;
using Xunit;
using static FederationGateway.QueryWriter.Tests.Plans;
using Writer = FederationGateway.Adapters.Abstractions.QueryWriter;

namespace FederationGateway.QueryWriter.Tests;

public class SelectTests
{
    private readonly Plans _plans = new();

    internal static string Sql(PlanNode plan, QueryWriterOptions? options = null)
    {
        var written = Writer.Write(plan, new PlainDialect(), options ?? QueryWriterOptions.Default);
        written.Refusal.ShouldBeNull();
        return written.Sql;
    }

    [Fact]
    public void One_table_needs_no_alias_and_operators_share_a_select()
    {
        var scan = _plans.Scan("orders", "id", "total", "note");
        var filter = new FilterNode(scan, Greater(Of(scan, 1), Int(10)));
        var sort = new SortNode(filter, [Key(Of(scan, 0), descending: true)]);
        var plan = Project(new LimitNode(sort, Rows(5), null), Pass(scan, 0), Pass(scan, 2));
        Sql(plan).ShouldBe("""SELECT "id", "note" FROM "orders" WHERE "total" > 10 ORDER BY "id" DESC NULLS FIRST LIMIT 5""");
    }

    [Fact]
    public void A_scan_of_everything_may_be_a_star()
    {
        var scan = _plans.Scan("orders", "id", "total");
        Sql(new FilterNode(scan, Equal(Of(scan, 0), Int(1))), new QueryWriterOptions { StarForAllColumns = true }).ShouldBe("""SELECT * FROM "orders" WHERE "id" = 1""");
    }

    [Fact]
    public void Groups_and_having_share_the_select_and_the_order_names_the_aggregate()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var sum = _plans.Sum(Of(scan, 1));
        var aggregate = new AggregateNode(new FilterNode(scan, Greater(Of(scan, 1), Int(0))), [Pass(scan, 0)], [sum]);
        var having = new FilterNode(aggregate, Greater(sum.Column.ToExpression(), Int(100)));
        Sql(new SortNode(having, [Key(sum.Column.ToExpression())])).ShouldBe(
            """SELECT "id", sum("total") AS c3 FROM "orders" WHERE "total" > 0 GROUP BY "id" HAVING sum("total") > 100 ORDER BY sum("total") ASC NULLS LAST""");
    }

    [Fact]
    public void A_filter_over_a_limit_is_not_moved_below_it()
    {
        var scan = _plans.Scan("orders", "id", "total");
        Sql(new FilterNode(new LimitNode(scan, Rows(3), null), Greater(Of(scan, 1), Int(0)))).ShouldBe(
            """SELECT q1.c1, q1.c2 FROM (SELECT "id" AS c1, "total" AS c2 FROM "orders" LIMIT 3) q1 WHERE q1.c2 > 0""");
    }

    [Fact]
    public void The_order_of_rows_nobody_counts_is_dropped()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var aggregate = new AggregateNode(new SortNode(scan, [Key(Of(scan, 0))]), [], [_plans.Count()]);
        Sql(aggregate).ShouldBe("""SELECT count(*) FROM "orders" """.TrimEnd());
    }

    [Fact]
    public void An_aggregate_nobody_reads_still_makes_one_row()
    {
        var scan = _plans.Scan("orders", "id");
        var aggregate = new AggregateNode(scan, [], [_plans.Count()]);
        Sql(Project(aggregate, _plans.Item("one", Int(1)))).ShouldBe("""SELECT 1 FROM "orders" GROUP BY ()""");
    }

    [Fact]
    public void A_literal_is_never_a_position()
    {
        var scan = _plans.Scan("orders", "id");
        var key = _plans.Item("k", Int(1));
        Sql(new AggregateNode(scan, [key], [_plans.Count()])).ShouldBe(
            """SELECT q1.c2, count(*) FROM (SELECT "id" AS c1, 1 AS c2 FROM "orders") q1 GROUP BY q1.c2""");
        Sql(new SortNode(scan, [Key(Int(1)), Key(Of(scan, 0))])).ShouldBe("""SELECT "id" FROM "orders" ORDER BY "id" ASC NULLS LAST""");
    }

    [Fact]
    public void Computed_columns_are_written_out_in_parentheses()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var sum = _plans.Item("s", Add(Of(scan, 0), Of(scan, 1)));
        var project = Project(scan, sum);
        Sql(Project(new FilterNode(project, Greater(Of(project, 0), Int(1))), _plans.Item("n", new NegateExpression(Of(project, 0))))).ShouldBe(
            """SELECT (- ("id" + "total")) FROM "orders" WHERE ("id" + "total") > 1""");
    }

    [Fact]
    public void A_query_in_the_select_list_is_written_once()
    {
        var scan = _plans.Scan("orders", "id");
        var random = _plans.Item("r", new ScalarSubqueryExpression(_plans.Scan("x", "y")));
        var project = Project(scan, random);
        Sql(new FilterNode(project, Greater(Of(project, 0), Int(1)))).ShouldBe(
            """SELECT q1.c3 FROM (SELECT (SELECT t2."y" FROM "x" t2) AS c3 FROM "orders" t1) q1 WHERE q1.c3 > 1""");
    }

    [Fact]
    public void Distinct_stops_the_select_list()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var distinct = new DistinctNode(scan);
        Sql(Project(distinct, Pass(scan, 0))).ShouldBe("""SELECT q1.c1 FROM (SELECT DISTINCT "id" AS c1, "total" AS c2 FROM "orders") q1""");
        Sql(new SortNode(distinct, [Key(Of(scan, 0))])).ShouldBe("""SELECT DISTINCT "id", "total" FROM "orders" ORDER BY "id" ASC NULLS LAST""");
    }

    [Fact]
    public void Distinct_on_orders_by_its_keys_first()
    {
        var scan = _plans.Scan("orders", "id", "total");
        Sql(Project(new DistinctNode(scan, [Of(scan, 0)], [Key(Of(scan, 1))]), Pass(scan, 1))).ShouldBe(
            """SELECT DISTINCT ON ("id") "total" FROM "orders" ORDER BY "id" ASC NULLS LAST, "total" ASC NULLS LAST""");
    }

    [Fact]
    public void Windows_come_after_groups_and_before_filters()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var rank = new WindowItem(_plans.Column("rank", SqlType.Int8), new WindowCall(new FunctionReference("rank", "rank()"), [], SqlType.Int8, OrderBy: [Key(Of(scan, 1))]));
        var window = new WindowNode(scan, [rank]);
        Sql(window).ShouldBe("""SELECT "id", "total", rank() OVER (ORDER BY "total") FROM "orders" """.TrimEnd());
        Sql(Project(new FilterNode(window, Equal(rank.Column.ToExpression(), Rows(1))), Pass(scan, 0))).ShouldBe(
            """SELECT q1.c1 FROM (SELECT "id" AS c1, "total" AS c2, rank() OVER (ORDER BY "total") AS c3 FROM "orders") q1 WHERE q1.c3 = 1""");
    }

    [Fact]
    public void Grouping_sets_and_grouping()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var grouping = new GroupingColumn(_plans.Column("g"), [0, 1]);
        Sql(new AggregateNode(scan, [Pass(scan, 0), Pass(scan, 1)], [_plans.Count()], [[0, 1], [0], []], [grouping])).ShouldBe(
            """SELECT "id", "total", count(*), GROUPING("id", "total") FROM "orders" GROUP BY GROUPING SETS (("id", "total"), ("id"), ())""");
    }

    [Fact]
    public void Parameters_are_numbered_once_in_the_order_of_the_text()
    {
        var scan = _plans.Scan("orders", "id", "total");
        var parameter = new ParameterExpression(7, SqlType.Int4);
        var doubled = _plans.Item("d", Add(Of(scan, 0), parameter));
        var project = Project(scan, doubled);
        var written = Writer.Write(new FilterNode(project, Greater(Of(project, 0), new ParameterExpression(2, SqlType.Int4))), new PlainDialect(), QueryWriterOptions.Default);
        written.Sql.ShouldBe("""SELECT "id" + $1 FROM "orders" WHERE ("id" + $1) > $2""");
        written.Parameters.Select(known => known.Number).ShouldBe([7, 2]);
    }

    [Fact]
    public void A_column_of_nowhere_is_refused()
    {
        var written = Writer.Write(new FilterNode(_plans.Scan("a", "x"), Equal(_plans.Column("lost").ToExpression(), Int(1))), new PlainDialect(), QueryWriterOptions.Default);
        written.Refusal!.Code.ShouldBe(RefusalCode.DifferentSources);
    }

    [Fact]
    public void A_condition_joins_the_only_table_s_where()
    {
        var scan = _plans.Scan("orders", "id");
        var plan = new FilterNode(scan, Greater(Of(scan, 0), Int(1)));
        Writer.CanRestrict(plan).ShouldBeTrue();
        Sql(plan, new QueryWriterOptions { Condition = "ctid < '(10,0)'" }).ShouldBe("""SELECT "id" FROM "orders" WHERE "id" > 1 AND (ctid < '(10,0)')""");
        Writer.CanRestrict(new LimitNode(scan, Rows(1), null)).ShouldBeFalse();
        Writer.CanRestrict(new AggregateNode(scan, [], [_plans.Count()])).ShouldBeFalse();
    }
}
