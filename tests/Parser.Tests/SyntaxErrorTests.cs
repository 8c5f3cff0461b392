namespace FederationGateway.Parser.Tests;

/// <summary>Wording and position, as PostgreSQL 15 answers these statements.</summary>
public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("selec 1", "syntax error at or near \"selec\"", 0)]
    [InlineData("select * form t", "syntax error at or near \"form\"", 9)]
    [InlineData("select 1 +", "syntax error at end of input", 10)]
    [InlineData("select (1", "syntax error at end of input", 9)]
    [InlineData("select 1) from t", "syntax error at or near \")\"", 8)]
    [InlineData("select a,, b from t", "syntax error at or near \",\"", 9)]
    [InlineData("select 1 from ; select 2", "syntax error at or near \";\"", 14)]
    [InlineData("select 1; select * form t", "syntax error at or near \"form\"", 19)]
    [InlineData("select 1 where 1 < 2 < 3", "syntax error at or near \"<\"", 21)]
    [InlineData("select any(array[1])", "syntax error at or near \"any\"", 7)]
    [InlineData("select 1 in ()", "syntax error at or near \")\"", 13)]
    [InlineData("select 1 'it''s'", "syntax error at or near \"'it''s'\"", 9)]
    [InlineData("insert into t values", "syntax error at end of input", 20)]
    [InlineData("create table t (a int,)", "syntax error at or near \")\"", 22)]
    [InlineData("select row_number() over (order 1)", "syntax error at or near \"1\"", 32)]
    [InlineData("select * from a join b where x", "syntax error at or near \"where\"", 23)]
    [InlineData("select nullif(1,2,3)", "syntax error at or near \",\"", 17)]
    [InlineData("select * from t limit 1 limit 2", "syntax error at or near \"limit\"", 24)]
    [InlineData("select 'abc", "unterminated quoted string at or near \"'abc\"", 7)]
    [InlineData("select \"abc", "unterminated quoted identifier at or near \"\"abc\"", 7)]
    [InlineData("select \"\" from t", "zero-length delimited identifier at or near \"\"\"\"", 7)]
    [InlineData("select $$abc", "unterminated dollar-quoted string at or near \"$$abc\"", 7)]
    [InlineData("select /* abc", "unterminated /* comment at or near \"/* abc\"", 7)]
    [InlineData("select 1a", "trailing junk after numeric literal at or near \"1a\"", 7)]
    [InlineData("select $1a", "trailing junk after parameter at or near \"$1a\"", 7)]
    [InlineData("select * from t limit 1,2", "LIMIT #,# syntax is not supported", 16)]
    [InlineData("select * from (select 1 into x) y", "SELECT ... INTO is not allowed here", 29)]
    public void Says_what_PostgreSQL_says_where_it_says_it(string sql, string message, int position)
    {
        var error = Parsing.Error(sql);
        error.Message.ShouldBe(message);
        error.Position.ShouldBe(position);
        error.State.Code.ShouldBe("42601");
    }

    [Theory]
    [InlineData("select B'012'", "22P02")]
    [InlineData("select E'\\xff'", "22021")]
    [InlineData("select E'\\u12'", "22025")]
    [InlineData("select 1::float(54)", "22023")]
    [InlineData("select sum(x) over (rows unbounded following) from t", "42P20")]
    public void Other_states_where_PostgreSQL_has_them(string sql, string state) => Parsing.Error(sql).State.Code.ShouldBe(state);

    [Fact]
    public void A_long_offending_text_is_cut() =>
        Parsing.Error($"select 1 '{new string('x', 5000)}'").Message.Length.ShouldBeLessThan(1100);
}
