using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests.Queries;

public sealed class SubqueryTests
{
    [Fact]
    public void Correlation_reaches_any_enclosing_query()
    {
        var outer = Sql.Plan("SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE EXISTS (SELECT 1 FROM w WHERE w.id = t.a AND w.n = u.a))");
        var scan = outer.SelfAndDescendants().OfType<ScanNode>().Single();
        outer.AllExpressions().SelectMany(expression => expression.Columns()).ShouldContain(column => column.Id == scan.Columns[0].Column.Id);
    }

    [Fact]
    public void Not_in_is_unequal_to_all_and_types_meet()
    {
        var filter = Sql.Plan("SELECT 1 FROM t WHERE a NOT IN (SELECT x FROM u)").SelfAndDescendants().OfType<FilterNode>().First();
        var test = filter.Predicate.ShouldBeOfType<QuantifiedSubqueryExpression>();
        (test.Operator, test.Quantifier).ShouldBe((ComparisonOperator.NotEqual, Quantifier.All));
        test.Values[0].Type.Kind.ShouldBe(test.Query.Output[0].Type.Kind);
    }

    [Fact]
    public void A_row_compares_with_a_query_column_by_column() =>
        Sql.Tree("SELECT 1 FROM t WHERE (a, b) = (SELECT a, y FROM u)").ShouldContain("Filter: (a = (subquery)) AND (b = (subquery))");

    [Fact]
    public void Rows_in_a_list_compare_item_by_item() =>
        Sql.Tree("SELECT 1 FROM t WHERE (a, b) IN ((1, 'x'), (2, 'y'))").ShouldContain("Filter: ((a = 1) AND (b = 'x')) OR ((a = 2) AND (b = 'y'))");

    [Fact]
    public void A_grouped_column_read_by_a_subquery_is_the_groups() =>
        Sql.Tree("SELECT a % 2 AS k, (SELECT max(x) FROM u WHERE u.a = t.a % 2) FROM t GROUP BY a % 2").ShouldContain("Filter: a = ?column?");
}
