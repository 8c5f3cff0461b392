using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class ProcedureStatementTests
{
    [Theory]
    [InlineData("create procedure p() as begin select 1; end", 1, false, null)]
    [InlineData("CREATE OR REPLACE PROCEDURE s.p(IN a int, b text) LANGUAGE SQLSCRIPT SQL SECURITY INVOKER AS BEGIN SELECT CASE WHEN :a > 1 THEN 2 END; DELETE FROM t; END", 2, true, "sqlscript")]
    [InlineData("create procedure p(a int) begin atomic update t set a = a; insert into t values (1); end", 2, false, null)]
    [InlineData("create procedure p(in changes table (id int, v numeric(3, 1))) security invoker language sql as $$select * from :changes$$", 1, true, "sql")]
    [InlineData("create procedure p() as 'select '';''; select 2;' language 'SQL'", 2, false, "sql")]
    [InlineData("create procedure p(x int) as begin end", 0, false, null)]
    public void Create(string sql, int statements, bool isInvoker, string? language)
    {
        var create = Parsing.One<CreateProcedureStatement>(sql);
        (create.Statements.Count, create.IsInvoker, create.Language?.Text).ShouldBe((statements, isInvoker, language));
    }

    [Fact]
    public void Semicolons_of_a_body_do_not_end_the_statement_and_those_behind_it_do()
    {
        var parsed = SqlParser.Parse("begin; create procedure p() as begin select case when true then 1 end; select 2; end; select 3; create table t (a int)");
        parsed.Select(statement => statement.Statement.GetType()).ShouldBe([typeof(TransactionStatement), typeof(CreateProcedureStatement), typeof(QueryStatement), typeof(CreateTableStatement)]);
        parsed[1].Text.ShouldBe("create procedure p() as begin select case when true then 1 end; select 2; end");
    }

    [Fact]
    public void A_colon_and_a_name_are_a_parameter()
    {
        var create = Parsing.One<CreateProcedureStatement>("create procedure p(a int) as begin select :A, :\"A b\", x[1:a] from :changes c; end");
        var select = create.Statements[0].ShouldBeOfType<QueryStatement>().Body.ShouldBeOfType<SelectBody>();
        select.Items.Take(2).Select(item => item.Expression.ShouldBeOfType<NamedParameterReference>().Name.Text).ShouldBe(["a", "A b"]);
        select.Items[2].Expression.ShouldBeOfType<SliceExpression>();
        var table = select.From.ShouldHaveSingleItem().ShouldBeOfType<NamedTable>();
        (table.IsParameter, table.Name.ToString(), table.Alias?.Name.Text).ShouldBe((true, "changes", "c"));
        Parsing.Error("select :a").State.ShouldBe(SqlState.SyntaxError);
    }

    [Theory]
    [InlineData("create procedure p() as begin select 1; selec 2; end", "syntax error at or near \"selec\"", "selec 2")]
    [InlineData("create procedure p() language sql as 'select 1; select 1 frm t x'", "syntax error at or near \"t\"", "t x'")]
    [InlineData("create procedure p() as begin if a then select 1; end", "IF in a procedure is not supported", "if")]
    [InlineData("create procedure p() as begin select from from t; end", "syntax error at or near \"from\"", "from t")]
    [InlineData("create procedure p(a int default 1) as begin select 1; end", "a default of a parameter is not supported", "1)")]
    [InlineData("create procedure p() immutable as 'select 1'", "syntax error at or near \"immutable\"", "immutable")]
    public void What_is_wrong_is_told_where_it_is(string sql, string message, string at)
    {
        var error = Parsing.Error(sql);
        error.Message.ShouldBe(message);
        error.Position.ShouldBe(sql.IndexOf(at, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("drop procedure p", 1, false, DropBehavior.Restrict)]
    [InlineData("DROP PROCEDURE IF EXISTS s.p(int, text), q() CASCADE", 2, true, DropBehavior.Cascade)]
    public void Drop(string sql, int procedures, bool ifExists, DropBehavior behavior)
    {
        var drop = Parsing.One<DropProcedureStatement>(sql);
        (drop.Procedures.Count, drop.IfExists, drop.Behavior).ShouldBe((procedures, ifExists, behavior));
    }
}
