using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests.Queries;

public sealed class QueryTests
{
    [Fact]
    public void Sorting_by_what_is_not_selected_adds_a_column_and_takes_it_away() =>
        Sql.Tree("SELECT b FROM t ORDER BY c DESC LIMIT 3").ShouldBe(
            """
            Project: b
              Limit: 3
                Sort: c DESC
                  Project: b, c
                    Scan: public.t [a, b, c, d]
            """);

    [Theory]
    [InlineData("a", false, false)]
    [InlineData("a DESC", true, true)]
    [InlineData("a NULLS FIRST", false, true)]
    [InlineData("a DESC NULLS LAST", true, false)]
    public void Nulls_are_larger_than_every_value(string order, bool isDescending, bool nullsFirst)
    {
        var key = Sql.Plan($"SELECT a FROM t ORDER BY {order}").SelfAndDescendants().OfType<SortNode>().Single().Keys.Single();
        (key.IsDescending, key.NullsFirst).ShouldBe((isDescending, nullsFirst));
    }

    [Fact]
    public void Distinct_on_keeps_the_first_row_of_the_order() =>
        Sql.Tree("SELECT DISTINCT ON (b) b, c FROM t ORDER BY b, c DESC").ShouldBe(
            """
            Sort: b, c DESC
              Distinct on: b
                Project: b, c
                  Scan: public.t [a, b, c, d]
            """);

    [Fact]
    public void A_column_selected_twice_has_two_ids()
    {
        var output = Sql.Plan("SELECT a, a FROM t").Output;
        output[0].Id.ShouldNotBe(output[1].Id);
    }

    [Fact]
    public void Untyped_literals_of_a_set_operation_are_read_as_the_type_they_meet() =>
        Sql.Tree("SELECT '1' UNION ALL SELECT 2 UNION ALL SELECT NULL").ShouldBe(
            """
            Union all
              Project: 1 AS ?column?
                Result
              Project: 2 AS ?column?
                Result
              Project: NULL AS ?column?
                Result
            """);

    [Fact]
    public void Intersect_binds_tighter_than_except() =>
        Sql.Plan("SELECT 1 EXCEPT SELECT 2 INTERSECT SELECT 3").ShouldBeOfType<SetOperationNode>().Branches[1].ShouldBeOfType<SetOperationNode>().Kind.ShouldBe(SetOperationKind.Intersect);

    [Fact]
    public void Common_tables_nobody_reads_are_left_out() => Sql.Tree("WITH q AS (SELECT a FROM t), unread AS (SELECT 1) SELECT * FROM q").ShouldStartWith("With: q\n");

    [Fact]
    public void A_recursive_table_reads_itself_in_its_second_branch()
    {
        var table = Sql.Plan("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r").ShouldBeOfType<WithNode>().Tables.Single();
        table.IsRecursive.ShouldBeTrue();
        var union = table.Query.ShouldBeOfType<SetOperationNode>();
        union.Branches[1].SelfAndDescendants().OfType<CteScanNode>().Single().CteId.ShouldBe(table.CteId);
    }

    [Fact]
    public void With_recursive_without_recursion_is_an_ordinary_table() =>
        Sql.Plan("WITH RECURSIVE r AS (SELECT 1 UNION SELECT 2.5) SELECT * FROM r").ShouldBeOfType<WithNode>().Tables.Single().IsRecursive.ShouldBeFalse();

    [Theory]
    [InlineData("SELECT a FROM t WHERE a = $1 AND b = $2", "integer, text")]
    [InlineData("SELECT $1", "text")]
    [InlineData("SELECT $1::int + $2", "integer, integer")]
    [InlineData("SELECT a FROM t LIMIT $1 OFFSET $2", "bigint, bigint")]
    [InlineData("SELECT a FROM t WHERE a IN ($1, $2)", "integer, integer")]
    [InlineData("SELECT coalesce($1, 1.5)", "numeric")]
    [InlineData("SELECT a FROM t WHERE a = ANY ($1)", "integer[]")]
    [InlineData("SELECT $2 || 'x', $1::date", "date, text")]
    [InlineData("SELECT $1 UNION SELECT 1", "integer")]
    public void Parameters_take_the_type_their_place_asks_for(string sql, string types) => string.Join(", ", Sql.Bind(sql).ParameterTypes).ShouldBe(types);

    [Fact]
    public void A_given_parameter_type_decides()
    {
        var context = Sql.Context with { ParameterTypes = [SqlType.Int8] };
        ((QueryStatement)Sql.Bind("SELECT $1", context)).Plan.Output[0].Type.ShouldBe(SqlType.Int8);
    }

    [Theory]
    [InlineData("SELECT 1 WHERE $1 IS NULL", "42P18 16 could not determine data type of parameter $1")]
    [InlineData("SELECT $2::int", "42P18 - could not determine data type of parameter $1")]
    [InlineData("SELECT 1 FROM t WHERE a = $1 OR b = $1", "42883 35 operator does not exist: text = integer")]
    public void Parameters_nothing_decides_or_two_places_decide_differently(string sql, string error) => Sql.Error(sql).ShouldBe(error);

    [Theory]
    [InlineData("SELECT * FROM t FOR UPDATE", "FOR UPDATE")]
    [InlineData("SELECT ARRAY[[1]]", "an array of arrays")]
    [InlineData("SELECT b COLLATE \"de_DE\" FROM t", "collation \"de_DE\"")]
    [InlineData("WITH q AS (DELETE FROM t RETURNING a) SELECT * FROM q", "a data-modifying statement in WITH")]
    [InlineData("SELECT x'1F'", "a bit string")]
    public void What_is_not_supported_is_named(string sql, string construct)
    {
        var error = Should.Throw<GatewayException>(() => Sql.Bind(sql));
        (error.State, error.Message).ShouldBe((SqlState.FeatureNotSupported, $"{construct} is not supported"));
    }

    [Theory]
    [InlineData("SELECT 'a', NULL, ROW(1, 'a')")]
    [InlineData("SELECT count('x'), array_agg('x'), json_build_object('k', 'v') FROM t")]
    [InlineData("SELECT lag('x') OVER (ORDER BY 'y') FROM t GROUP BY 'z' || 'z' ORDER BY 'q' || 'r'")]
    [InlineData("WITH q AS (VALUES ('x', NULL)) SELECT * FROM q WHERE 'x' IN (SELECT 'y') AND EXISTS (SELECT 'z')")]
    public void Nothing_is_left_without_a_type(string sql) =>
        Sql.Plan(sql).AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).ShouldAllBe(expression => expression.Type.Kind != SqlTypeKind.Unknown);

    [Fact]
    public void Session_facts_are_constants() => Sql.Tree("SELECT current_user, current_schema").ShouldContain("'ada' AS current_user, 'public' AS current_schema");

    [Fact]
    public void Interval_literals_count_in_their_field() =>
        Sql.Tree("SELECT interval '3' month, interval '90' day, interval '5' hour to minute").ShouldContain("'3 mons 0 days 00:00:00'::interval AS interval, '0 mons 90 days 00:00:00'::interval AS interval, '0 mons 0 days 00:05:00'");

    [Fact]
    public void A_hundred_thousand_literals_bind()
    {
        var list = string.Join(",", Enumerable.Range(0, 100_000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        var statement = Parser.SqlParser.Parse($"SELECT * FROM t WHERE a IN ({list})")[0].Statement;
        Should.NotThrow(() => new StatementBinder(Sql.Context).Bind(statement));
    }

    [Fact]
    public void A_chain_as_deep_as_the_parser_allows_binds()
    {
        var statement = new StatementBinder(Sql.Context).Bind(Chain("SELECT a FROM t WHERE a > ", 4900));
        statement.IsDeep.ShouldBeTrue();
        new StatementBinder(Sql.Context).Bind(Chain("SELECT a FROM t WHERE a > ", 20)).IsDeep.ShouldBeFalse();
    }

    [Fact]
    public void A_deep_chain_is_found_again_among_the_groups()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("a", 3000));
        LargeStack.Run(() => Sql.Plan($"SELECT {sum} FROM t GROUP BY {sum} ORDER BY {sum}")).Output.Count.ShouldBe(1);
    }

    [Fact]
    public void A_thousand_branches_are_one_union() =>
        Sql.Plan(string.Join(" UNION ALL ", Enumerable.Repeat("SELECT a FROM t", 1000))).ShouldBeOfType<SetOperationNode>().Branches.Count.ShouldBe(1000);

    private static Parser.Ast.Statement Chain(string start, int length) => Parser.SqlParser.Parse(start + string.Join(" + ", Enumerable.Repeat("1", length)))[0].Statement;
}
