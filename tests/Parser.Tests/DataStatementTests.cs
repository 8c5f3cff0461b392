using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class DataStatementTests
{
    [Fact]
    public void Insert_with_everything()
    {
        var insert = Parsing.One<InsertStatement>(
            "with q as (select 1) insert into s.t as x (a, b[1]) overriding user value values (1, default), (2, 3) " +
            "on conflict (a, lower(b)) where c do update set (a, b) = (1, default), c = excluded.c where x.a = 1 returning *, a as y");
        insert.With.ShouldNotBeNull();
        insert.Target.ToString().ShouldBe("s.t");
        insert.Alias.ShouldNotBeNull().Text.ShouldBe("x");
        insert.Columns[1].IsWhole.ShouldBeFalse();
        insert.Overriding.ShouldBe(OverridingKind.UserValue);
        insert.Source.ShouldNotBeNull().Body.ShouldBeOfType<ValuesBody>().Rows[0].Items[1].ShouldBeOfType<DefaultExpression>();
        var conflict = insert.OnConflict.ShouldNotBeNull();
        conflict.Target.Select(Outline.Of).ShouldBe(["a", "(lower b)"]);
        Outline.Of(conflict.TargetWhere).ShouldBe("c");
        conflict.Assignments[0].Targets.Count.ShouldBe(2);
        Outline.Of(conflict.Where).ShouldBe("(= x.a 1)");
        insert.Returning.Count.ShouldBe(2);
    }

    [Fact]
    public void Insert_in_its_short_forms()
    {
        Parsing.One<InsertStatement>("insert into t default values").Source.ShouldBeNull();
        Parsing.One<InsertStatement>("insert into t select 1 on conflict do nothing").OnConflict.ShouldNotBeNull().Assignments.ShouldBeEmpty();
        Parsing.One<InsertStatement>("insert into t (a) (select 1)").Columns.Count.ShouldBe(1);
    }

    [Fact]
    public void Merge_with_everything()
    {
        var merge = Parsing.One<MergeStatement>(
            "with q as (select 1) merge into only s.t as x using q join u using (a) on x.a = q.a when matched and q.b then update set (a, b) = (1, default), c = 2 when matched then delete " +
            "when not matched and u.c then insert (a, b) overriding system value values (1, default) when not matched then do nothing");
        merge.With.ShouldNotBeNull();
        merge.Only.ShouldBeTrue();
        merge.Alias.ShouldNotBeNull().Text.ShouldBe("x");
        merge.Source.ShouldBeOfType<JoinedTable>();
        Outline.Of(merge.Condition).ShouldBe("(= x.a q.a)");
        merge.Clauses.Select(clause => clause.IsMatched).ShouldBe([true, true, false, false]);
        Outline.Of(merge.Clauses[0].Condition).ShouldBe("q.b");
        merge.Clauses[0].Action.ShouldBeOfType<MergeUpdate>().Assignments.Count.ShouldBe(2);
        merge.Clauses[1].Action.ShouldBeOfType<MergeDelete>();
        var insert = merge.Clauses[2].Action.ShouldBeOfType<MergeInsert>();
        insert.Overriding.ShouldBe(OverridingKind.SystemValue);
        insert.Values.ShouldNotBeNull().Items[1].ShouldBeOfType<DefaultExpression>();
        merge.Clauses[3].Action.ShouldBeOfType<MergeNothing>();
        Parsing.One<MergeStatement>("merge into t using u on true when not matched then insert default values").Clauses[0].Action.ShouldBeOfType<MergeInsert>().Values.ShouldBeNull();
        Parsing.Error("merge into t using u on true when mismatched then delete").State.Code.ShouldBe("42601");
        Parsing.Error("merge into t using u on true").State.Code.ShouldBe("42601");
    }

    [Fact]
    public void Update_and_delete()
    {
        var update = Parsing.One<UpdateStatement>("update only t x set a = 1, (b, c) = (select 1, 2), d = default from u where x.a = u.a returning a");
        update.Only.ShouldBeTrue();
        update.Alias.ShouldNotBeNull().Text.ShouldBe("x");
        update.Assignments[1].Value.ShouldBeOfType<SubqueryExpression>();
        update.From.Count.ShouldBe(1);
        var delete = Parsing.One<DeleteStatement>("delete from t as x using u, v where current of c");
        delete.Using.Count.ShouldBe(2);
        delete.Cursor.ShouldNotBeNull().Text.ShouldBe("c");
        Parsing.One<TruncateStatement>("truncate table a, b restart identity cascade").Behavior.ShouldBe(DropBehavior.Cascade);
    }

    [Theory]
    [InlineData("copy t (a, b) from stdin with (format csv, header, delimiter '|', force_null (a, b))", "format=csv header= delimiter=| force_null=a,b")]
    [InlineData("copy t from stdin csv header delimiter as '|' null '' force not null a, b", "format=csv header= delimiter=| null= force_not_null=a,b")]
    [InlineData("copy t to stdout with binary", "format=binary")]
    [InlineData("copy t to stdout (header true, force_quote *)", "header=true force_quote=*")]
    public void Copy_options_in_both_syntaxes(string sql, string options) =>
        string.Join(' ', Parsing.One<CopyStatement>(sql).Options.Select(option => $"{option.Name}={string.Join(',', option.Values)}")).ShouldBe(options);

    [Fact]
    public void Copy_of_a_query_or_a_file()
    {
        var copy = Parsing.One<CopyStatement>("copy (select * from t) to stdout");
        copy.Source.ShouldBeOfType<QueryStatement>();
        copy.File.ShouldBeNull();
        Parsing.One<CopyStatement>("copy t from '/tmp/x'").File.ShouldBe("/tmp/x");
        Parsing.Error("copy (select 1) from stdin").Message.ShouldBe("syntax error at or near \"from\"");
    }
}
