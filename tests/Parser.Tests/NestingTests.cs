using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

/// <summary>No input may end the process: everything too deep or too long is refused with 54001.</summary>
public sealed class NestingTests
{
    private const int Many = 100_000;

    /// <summary>What comes before, what is repeated, the middle, what is repeated after, what comes last.</summary>
    public static TheoryData<string, string, string, string, string> Bombs => new()
    {
        { "select ", "(", "1", ")", "" },
        { "select ", "(", "", "", "" },
        { "select ", "array[", "1", "]", "" },
        { "select a", "[a", "", "]", "" },
        { "select a", "[1]", "", "", "" },
        { "select ", "not ", "true", "", "" },
        { "select ", "- ", "1", "", "" },
        { "select ", "- + ~ ", "1", "", "" },
        { "select ", "not a = ", "true", "", "" },
        { "select ", "not a between 1 and ", "true", "", "" },
        { "select ", "case when ", "1", " then 1 end", "" },
        { "", "(select ", "1", ")", "" },
        { "select * from ", "(select * from ", "t", ") x", "" },
        { "select ", "exists (select ", "1", ")", "" },
        { "select ", "coalesce(", "1", ")", "" },
        { "select * from ", "(", "a", " join b on true)", "" },
        { "select * from a", " join b", "", " on true", "" },
        { "select 1 group by ", "rollup(", "a", ")", "" },
        { "", "with a as (", "select 1", ") select 1", "" },
        { "select 1", "+1", "", "", "" },
        { "select a", "||'x'", "", "", "" },
        { "select 1", "::int", "", "", "" },
        { "select a", " is null", "", "", "" },
        { "select 1", " union select 1", "", "", "" },
        { "select * from a", " join b on true", "", "", "" },
    };

    public static TheoryData<string, string, string> LongLists => new()
    {
        { "select true", " or a", "" },
        { "select true", " and a = 1", "" },
        { "select 1 in (0", ", 1", ")" },
        { "select 1 in (''", ", 'abc'", ")" },
        { "insert into t values (1, 'a')", ", (1, 'a')", "" },
        { "select 1", ", a.b as c", "" },
        { "select case when a then b", " when a then b", " end" },
        { "select * from a", ", b", "" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Too_deep_is_refused(string start, string open, string middle, string close, string end)
    {
        var error = Parsing.Error(start + Repeat(open) + middle + Repeat(close) + end);
        error.State.Code.ShouldBe("54001");
        error.Message.ShouldBe("statement is nested too deeply");
    }

    [Theory]
    [MemberData(nameof(LongLists))]
    public void Long_and_flat_is_fine(string start, string item, string end) => SqlParser.Parse(start + Repeat(item) + end).Count.ShouldBe(1);

    [Theory]
    [InlineData("select ", "(", "1", ")")]
    [InlineData("select ", "case when true then ", "1", " end")]
    [InlineData("select ", "(select ", "1", ")")]
    [InlineData("select * from ", "(select * from ", "t", ") x")]
    [InlineData("select ", "not a = ", "true", "")]
    [InlineData("select ", "- ", "1", "")]
    [InlineData("select ", "f(", "1", ")")]
    public void What_people_write_is_not_too_deep(string start, string open, string middle, string close) =>
        SqlParser.Parse(start + Repeat(open, 400) + middle + Repeat(close, 400)).Count.ShouldBe(1);

    [Fact]
    public void A_chain_of_some_thousands_is_walked() =>
        Parsing.Expression("1" + Repeat("+1", 4_000)).ShouldBeOfType<BinaryExpression>();

    [Fact]
    public void A_long_chain_of_one_logical_operator_is_one_node() =>
        Parsing.Expression("a" + Repeat(" and a")).ShouldBeOfType<LogicalExpression>().Operands.Count.ShouldBe(Many + 1);

    [Fact]
    public void Too_many_words_are_refused_before_they_fill_the_memory() =>
        Parsing.Error("select 1 in (0" + Repeat(",1", 2_100_000) + ")").State.Code.ShouldBe("54001");

    [Theory]
    [InlineData("select 1 ", "+")]
    [InlineData("select 1 ", "@")]
    [InlineData("select ", "''")]
    [InlineData("select 1 ", " ")]
    [InlineData("select 1 --", "-")]
    [InlineData("select a", "a")]
    [InlineData("select a", "é")]
    public void Long_runs_of_one_character_take_linear_time(string start, string run)
    {
        // The square of their length would be an hour.
        try
        {
            SqlParser.Parse(start + Repeat(run, 1_000_000));
        }
        catch (Common.GatewayException e)
        {
            e.State.Code.ShouldBeOneOf("42601", "54001");
        }
    }

    [Fact]
    public void A_small_stack_is_enough()
    {
        Exception? failure = null;
        var thread = new Thread(
            () => failure = Record.Exception(() =>
            {
                SqlParser.Parse("select " + Repeat("not a = ", 400) + "true");
                SqlParser.Parse("select " + Repeat("(", 49) + "1" + Repeat(")", 49));
            }),
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();
    }

    [Fact]
    public void Many_statements_are_fine() => SqlParser.Parse(Repeat("select 1;", 10_000)).Count.ShouldBe(10_000);

    private static string Repeat(string text, int count = Many) => string.Concat(Enumerable.Repeat(text, count));
}
