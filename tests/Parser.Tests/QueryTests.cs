using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class QueryTests
{
    [Fact]
    public void Every_clause_of_a_select_has_its_place()
    {
        var query = Parsing.One<QueryStatement>(
            "select distinct on (a) a, sum(b) s from t where c group by a, rollup (b, (c, d)), () having count(*) > 1 " +
            "window w as (order by a) order by a desc nulls last, b using < limit 10 offset 5 for no key update of t skip locked");
        var body = query.Body.ShouldBeOfType<SelectBody>();
        Outline.Of(body.Distinct.ShouldNotBeNull().On[0]).ShouldBe("a");
        Outline.Of(body.Where).ShouldBe("c");
        body.GroupBy.ShouldNotBeNull().Elements.Count.ShouldBe(3);
        var rollup = body.GroupBy.Elements[1].ShouldBeOfType<GroupingSets>();
        rollup.Kind.ShouldBe(GroupingSetKind.Rollup);
        rollup.Elements[1].ShouldBeOfType<GroupingKeys>().Keys.Count.ShouldBe(2);
        body.GroupBy.Elements[2].ShouldBeOfType<GroupingKeys>().Keys.ShouldBeEmpty();
        Outline.Of(body.Having).ShouldBe("(> (count *) 1)");
        body.Windows[0].Name.Text.ShouldBe("w");
        query.OrderBy[0].Descending.ShouldBeTrue();
        query.OrderBy[0].Nulls.ShouldBe(NullsOrder.Last);
        query.OrderBy[1].Using.ShouldNotBeNull().Symbol.ShouldBe("<");
        Outline.Of(query.Limit.ShouldNotBeNull().Count).ShouldBe("10");
        Outline.Of(query.Limit.Offset).ShouldBe("5");
        query.Locking[0].Strength.ShouldBe(LockStrength.NoKeyUpdate);
        query.Locking[0].Wait.ShouldBe(LockWait.SkipLocked);
    }

    [Theory]
    [InlineData("select 1 limit 5", "5", false)]
    [InlineData("select top 5 a from t", "5", false)]
    [InlineData("select 1 fetch first row only", "1", false)]
    [InlineData("select 1 order by 1 offset 2 rows fetch next 3 rows with ties", "3", true)]
    [InlineData("select 1 limit all offset 1", "-", false)]
    public void Limits_in_all_spellings(string sql, string count, bool withTies)
    {
        var limit = Parsing.One<QueryStatement>(sql).Limit.ShouldNotBeNull();
        Outline.Of(limit.Count).ShouldBe(count);
        limit.WithTies.ShouldBe(withTies);
    }

    [Fact]
    public void Set_operations_lean_left_and_intersect_binds_tighter()
    {
        var union = Parsing.One<QueryStatement>("select 1 union all select 2 except select 3 intersect select 4 order by 1").Body.ShouldBeOfType<SetOperationBody>();
        union.Operator.ShouldBe(SetOperator.Except);
        union.Left.ShouldBeOfType<SetOperationBody>().All.ShouldBeTrue();
        union.Right.ShouldBeOfType<SetOperationBody>().Operator.ShouldBe(SetOperator.Intersect);
    }

    [Fact]
    public void Parentheses_vanish_unless_the_query_in_them_has_clauses_of_its_own()
    {
        Parsing.One<QueryStatement>("((select 1))").Body.ShouldBeOfType<SelectBody>();
        var union = Parsing.One<QueryStatement>("(select 1 order by 1 limit 1) union (values (2))").Body.ShouldBeOfType<SetOperationBody>();
        union.Left.ShouldBeOfType<NestedQueryBody>().Query.Limit.ShouldNotBeNull();
        union.Right.ShouldBeOfType<ValuesBody>();
        Parsing.One<QueryStatement>("(select a from t limit 3) limit 1").Body.ShouldBeOfType<NestedQueryBody>();
    }

    [Fact]
    public void Joins_of_every_kind()
    {
        var join = Parsing.Select("select * from a natural left outer join b cross join c join d using (x, y) as u full join (e join f on true) as j on 1 = 1")
            .From[0].ShouldBeOfType<JoinedTable>();
        join.Type.ShouldBe(JoinType.Full);
        join.Right.ShouldBeOfType<JoinedTable>().Alias.ShouldNotBeNull().Name.Text.ShouldBe("j");
        var byColumns = join.Left.ShouldBeOfType<JoinedTable>();
        byColumns.Using.Select(name => name.Text).ShouldBe(["x", "y"]);
        byColumns.UsingAlias.ShouldNotBeNull().Text.ShouldBe("u");
        var cross = byColumns.Left.ShouldBeOfType<JoinedTable>();
        cross.Type.ShouldBe(JoinType.Cross);
        var natural = cross.Left.ShouldBeOfType<JoinedTable>();
        natural.Natural.ShouldBeTrue();
        natural.Type.ShouldBe(JoinType.Left);
    }

    [Fact]
    public void Tables_functions_and_subqueries_in_from()
    {
        var from = Parsing.Select(
            "select * from only s.t as x (a, b) tablesample system (10) repeatable (1), lateral (select 1) q, f(1) with ordinality as g(a, b), " +
            "json_to_record('{}') as r(a int, b text), rows from (f(1), g() as (x int)) as z, \"src\".\"Sch\".\"Tab\"").From;
        var named = from[0].ShouldBeOfType<NamedTable>();
        named.Only.ShouldBeTrue();
        named.Alias.ShouldNotBeNull().Columns.Count.ShouldBe(2);
        named.Sample.ShouldNotBeNull().Method.ToString().ShouldBe("system");
        from[1].ShouldBeOfType<DerivedTable>().Lateral.ShouldBeTrue();
        from[2].ShouldBeOfType<FunctionTable>().WithOrdinality.ShouldBeTrue();
        from[3].ShouldBeOfType<FunctionTable>().Columns[1].Type.Name.ToString().ShouldBe("text");
        from[4].ShouldBeOfType<FunctionTable>().Functions[1].Columns.Count.ShouldBe(1);
        from[5].ShouldBeOfType<NamedTable>().Name.Parts.Select(part => part.Text).ShouldBe(["src", "Sch", "Tab"]);
    }

    [Fact]
    public void Common_tables_with_their_options()
    {
        var with = Parsing.One<QueryStatement>(
            "with recursive a(x) as not materialized (select 1 union all select x + 1 from a) search depth first by x set o " +
            "cycle x set c to 'Y' default 'N' using p, b as (delete from t returning *) select * from a").With.ShouldNotBeNull();
        with.Recursive.ShouldBeTrue();
        with.Tables[0].Materialized.ShouldBe(false);
        with.Tables[0].Search.ShouldNotBeNull().Sequence.Text.ShouldBe("o");
        var cycle = with.Tables[0].Cycle.ShouldNotBeNull();
        cycle.Columns.Count.ShouldBe(1);
        cycle.Path.Text.ShouldBe("p");
        Outline.Of(cycle.MarkValue).ShouldBe("'Y'");
        with.Tables[1].Body.ShouldBeOfType<DeleteStatement>();
    }

    [Fact]
    public void Hints_trail_the_query()
    {
        var hints = Parsing.One<QueryStatement>("select * from t with hint (NO_REMOTE_JOIN, RESULT_LAG('x', 10))").Hints;
        hints.Select(hint => hint.Name.Text).ShouldBe(["no_remote_join", "result_lag"]);
        hints[1].Arguments.Count.ShouldBe(2);
    }

    [Fact]
    public void Table_and_empty_select_lists()
    {
        Outline.Of(Parsing.Select("table s.t").Items[0].Expression).ShouldBe("*");
        Parsing.Select("select from t").Items.ShouldBeEmpty();
    }

    [Fact]
    public void Select_into_makes_a_table() =>
        Parsing.One<CreateTableAsStatement>("select a into temp x from t").Temporary.ShouldBeTrue();
}
