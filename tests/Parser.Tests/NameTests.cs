using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

/// <summary>Which words stay free to be names.</summary>
public sealed class NameTests
{
    public static TheoryData<string> FreeWords =>
        ["adapter", "remote", "source", "virtual", "property", "location", "configuration", "credential", "hint", "top", "capture", "replica", "name", "type", "value", "key", "date", "text", "year", "over", "filter", "data", "level", "role", "session", "schema", "temp", "next", "index", "view", "set"];

    [Theory]
    [MemberData(nameof(FreeWords))]
    public void Words_of_our_own_statements_name_columns_tables_and_aliases(string word)
    {
        var body = Parsing.Select($"select {word}, t.{word} as {word}, {word}.a, {word}(1) from {word} as {word}, s.{word} where {word} = 1 order by {word}");
        Outline.Of(body.Items[0].Expression).ShouldBe(word);
        body.Items[1].Label.ShouldNotBeNull().Text.ShouldBe(word);
        body.From[0].ShouldBeOfType<NamedTable>().Name.ToString().ShouldBe(word);
        Parsing.One<CreateTableStatement>($"create table {word} ({word} int)").Columns[0].Name.Text.ShouldBe(word);
    }

    [Theory]
    [InlineData("select 1 remote", "remote")]
    [InlineData("select 1 user", "user")]
    [InlineData("select 1 left", "left")]
    [InlineData("select 1 select", "select")]
    [InlineData("select 1 as from", "from")]
    [InlineData("select 1 as year", "year")]
    [InlineData("select 1 \"Upper\"", "Upper")]
    public void Labels(string sql, string label) => Parsing.Select(sql).Items[0].Label.ShouldNotBeNull().Text.ShouldBe(label);

    [Theory]
    [InlineData("select 1 year")]
    [InlineData("select from as t from t")]
    [InlineData("select * from order")]
    [InlineData("create table user (a int)")]
    [InlineData("select * from t left")]
    public void Reserved_words_are_not_names(string sql) => Parsing.Error(sql).State.Code.ShouldBe("42601");

    [Fact]
    public void Names_of_types_and_joins_are_told_from_columns()
    {
        Parsing.Select("select time, interval, left(a, 1) from t left join u on true").From[0].ShouldBeOfType<JoinedTable>().Type.ShouldBe(JoinType.Left);
        Parsing.One<UpdateStatement>("update t set set = 1").Alias.ShouldBeNull();
        Parsing.One<UpdateStatement>("update t x set set = 1").Alias.ShouldNotBeNull().Text.ShouldBe("x");
    }
}
