namespace FederationGateway.Binder.Tests.Tables;

public sealed class JoinTests
{
    [Fact]
    public void Using_merges_the_columns_and_full_join_takes_the_side_that_is_there() =>
        Sql.Tree("SELECT * FROM t FULL JOIN u USING (a)").ShouldBe(
            """
            Project: coalesce(a, a) AS a, b, c, d, x, y
              Full join: a = a
                Scan: public.t [a, b, c, d]
                Scan: public.u [a, x, y]
            """);

    [Theory]
    [InlineData("SELECT t.a, u.a FROM t LEFT JOIN u USING (a)", "a integer!, a integer")]
    [InlineData("SELECT t.b, u.x FROM t RIGHT JOIN u USING (a)", "b text, x bigint")]
    [InlineData("SELECT t.b FROM t FULL JOIN u USING (a)", "b text")]
    [InlineData("SELECT t.b FROM t JOIN u USING (a)", "b text!")]
    public void Outer_joins_make_the_other_side_nullable(string sql, string columns) => Sql.Columns(sql).ShouldBe(columns);

    [Fact]
    public void Each_copy_of_a_table_has_columns_of_its_own()
    {
        var output = Sql.Plan("SELECT * FROM t one, t two").Output;
        output.Select(column => column.Id).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public void A_lateral_subquery_reads_the_items_to_its_left() =>
        Sql.Tree("SELECT t.a, z.x FROM t CROSS JOIN LATERAL (SELECT x FROM u WHERE u.a = t.a) z").ShouldBe(
            """
            Project: a, x
              Cross join lateral
                Scan: public.t [a, b, c, d]
                Project: x
                  Filter: a = a
                    Scan: public.u [a, x, y]
            """);

    [Fact]
    public void A_function_is_lateral_without_the_word_and_only_when_it_must_be()
    {
        Sql.Tree("SELECT 1 FROM t, generate_series(1, t.a)").ShouldContain("Cross join lateral");
        Sql.Tree("SELECT 1 FROM t, generate_series(1, 2)").ShouldNotContain("lateral");
    }

    [Fact]
    public void Functions_run_side_by_side_with_a_row_number()
    {
        Sql.Columns("SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY['a'])) WITH ORDINALITY AS f(n, s)").ShouldBe("n integer, s text, ordinality bigint!");
        Sql.Columns("SELECT * FROM information_schema._pg_expandarray(ARRAY['a']) AS e").ShouldBe("x text, n integer");
        Sql.Columns("SELECT * FROM lower('X') AS y").ShouldBe("y text");
    }
}
