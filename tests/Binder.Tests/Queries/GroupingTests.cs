using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests.Queries;

public sealed class GroupingTests
{
    [Fact]
    public void Grouping_by_the_primary_key_determines_the_other_columns() =>
        Sql.Tree("SELECT t.b, count(*) FROM t JOIN u USING (a) GROUP BY t.a").ShouldBe(
            """
            Project: b, count
              Aggregate: by a, b · count(*) AS count
                Inner join: a = a
                  Scan: public.t [a, b, c, d]
                  Scan: public.u [a, x, y]
            """);

    [Fact]
    public void An_expression_is_found_again_in_the_select_list_having_and_order() =>
        Sql.Tree("SELECT a % 2 + 1 FROM t GROUP BY a % 2 HAVING a % 2 > 0 ORDER BY a % 2").ShouldBe(
            """
            Project: ?column?
              Sort: ?column?
                Project: ?column? + 1 AS ?column?, ?column?
                  Filter: ?column? > 0
                    Aggregate: by a % 2 AS ?column?
                      Scan: public.t [a, b, c, d]
            """);

    [Fact]
    public void Grouping_sets_multiply_out()
    {
        var node = Sql.Plan("SELECT a, b, GROUPING(a, b) FROM t GROUP BY a, ROLLUP (b, (c, d))").SelfAndDescendants().OfType<AggregateNode>().Single();
        node.GroupingSets.Select(set => string.Join(',', set)).ShouldBe(["0,1,2,3", "0,1", "0"]);
        node.GroupingColumns.Single().GroupIndexes.ShouldBe([0, 1]);
        node.GroupBy.ShouldAllBe(item => item.Column.IsNullable);
    }

    [Fact]
    public void Cube_has_every_subset() =>
        Sql.Plan("SELECT 1 FROM t GROUP BY CUBE (a, b)").SelfAndDescendants().OfType<AggregateNode>().Single().GroupingSets.Select(set => string.Join(',', set)).ShouldBe(["0,1", "1", "0", ""]);

    [Fact]
    public void An_aggregate_of_an_outer_column_belongs_to_the_outer_query() =>
        Sql.Tree("SELECT (SELECT sum(t.a) FROM u) FROM t").ShouldBe(
            """
            Project: (subquery) AS sum
              (subquery)
                Project: sum
                  Scan: public.u [a, x, y]
              Aggregate: sum(a) AS sum
                Scan: public.t [a, b, c, d]
            """);

    [Fact]
    public void Windows_run_over_groups() =>
        Sql.Tree("SELECT b, sum(sum(a)) OVER (ORDER BY b) FROM t GROUP BY b").ShouldBe(
            """
            Project: b, sum
              Window: sum(sum) OVER (ORDER BY b) AS sum
                Aggregate: by b · sum(a) AS sum
                  Scan: public.t [a, b, c, d]
            """);

    [Fact]
    public void Sets_in_the_select_list_are_joined_in_below_it_and_below_the_groups_they_make() =>
        Sql.Tree("SELECT generate_series(1, t.a) AS n, count(*), generate_series(5, 6) FROM t GROUP BY 1").ShouldBe(
            """
            Project: generate_series AS n, count, generate_series
              Cross join
                Aggregate: by generate_series · count(*) AS count
                  Cross join lateral
                    Scan: public.t [a, b, c, d]
                    Function: generate_series(1, a)
                Function: generate_series(5, 6)
            """);

    [Fact]
    public void The_same_aggregate_is_computed_once() =>
        Sql.Plan("SELECT sum(a), sum(a) + 1 FROM t HAVING sum(a) > 0 ORDER BY sum(a)").SelfAndDescendants().OfType<AggregateNode>().Single().Aggregates.Count.ShouldBe(1);

    [Fact]
    public void Ordered_set_aggregates_keep_direct_arguments_apart()
    {
        var call = Sql.Plan("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a DESC) FROM t").SelfAndDescendants().OfType<AggregateNode>().Single().Aggregates.Single().Call;
        (call.Arguments.Count, call.OrderBy.Single().IsDescending, call.IsWithinGroup).ShouldBe((1, true, true));
    }
}
