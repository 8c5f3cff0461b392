using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class LexicalTests
{
    [Theory]
    [InlineData("'it''s'", "it's")]
    [InlineData("'a'\n  'b' -- c\n 'd'", "abd")]
    [InlineData("'back\\slash'", "back\\slash")]
    [InlineData("E'a\\nb\\t\\\\\\'\\x41\\101\\u00e9'", "a\nb\t\\'AAé")]
    [InlineData("E'\\xc3\\xa9'", "é")]
    [InlineData("E'\\ud83d\\ude00'", "😀")]
    [InlineData("U&'d\\0061t\\+000061'", "data")]
    [InlineData("U&'d!0061ta' uescape '!'", "data")]
    [InlineData("$$it's $1$$", "it's $1")]
    [InlineData("$a$ $$ ; -- $a$", " $$ ; -- ")]
    [InlineData("N'x'", "x")]
    [InlineData("'日本;語'", "日本;語")]
    public void Strings_in_every_notation(string literal, string value) =>
        Parsing.Expression(literal).ShouldBeOfType<StringLiteral>().Value.ShouldBe(value);

    [Theory]
    [InlineData("MyTable", "mytable", false)]
    [InlineData("\"My\"\"Table\"", "My\"Table", true)]
    [InlineData("U&\"d\\0061ta\"", "data", true)]
    [InlineData("ÄPfel", "Äpfel", false)]
    [InlineData("a$b", "a$b", false)]
    public void Names_fold_unless_quoted(string written, string text, bool quoted)
    {
        var name = Parsing.Expression(written).ShouldBeOfType<ColumnReference>().Name.Last;
        name.Text.ShouldBe(text);
        name.Quoted.ShouldBe(quoted);
    }

    [Fact]
    public void Comments_nest_and_hide_semicolons() =>
        SqlParser.Parse("/* a /* b; */ ; */ select 1 -- ; select\n ; -- end").ShouldHaveSingleItem().Text.ShouldBe("select 1");

    [Fact]
    public void A_comment_ends_an_operator() => Outline.Of(Parsing.Expression("1 +/* x */2 +--y\n 3")).ShouldBe("(+ (+ 1 2) 3)");

    [Fact]
    public void Statements_are_cut_at_semicolons_and_keep_their_places()
    {
        const string sql = " select ';' ; ;\n begin;select 2 as x";
        var statements = SqlParser.Parse(sql);
        statements.Select(statement => statement.Text).ShouldBe(["select ';'", "begin", "select 2 as x"]);
        foreach (var statement in statements) sql.Substring(statement.Span.Start, statement.Span.Length).ShouldBe(statement.Text);
        statements[2].Statement.Span.Start.ShouldBe(sql.LastIndexOf("select", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ; ;; -- nothing")]
    [InlineData("/* nothing */")]
    public void Nothing_written_is_no_statement(string sql) => SqlParser.Parse(sql).ShouldBeEmpty();

    [Fact]
    public void A_long_literal_costs_one_token()
    {
        var text = new string('é', 20_000_000);
        Parsing.Expression($"'{text}'").ShouldBeOfType<StringLiteral>().Value.Length.ShouldBe(text.Length);
    }
}
