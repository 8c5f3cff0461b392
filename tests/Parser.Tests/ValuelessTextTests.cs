using FederationGateway.Parser.Shapes;

namespace FederationGateway.Parser.Tests;

/// <summary>Texts as others may read them: no value, no comment, no secret, whether they parse or not.</summary>
public sealed class ValuelessTextTests
{
    [Theory]
    [InlineData("SELECT a,b FROM t WHERE c='x' AND d = 5.5", "SELECT a, b FROM t WHERE c = ? AND d = ?")]
    [InlineData("SELECT a -- about Ada\n  /* and Bob */ FROM t", "SELECT a FROM t")]
    [InlineData("SELECT * FROM t WHERE a IN (1, 2, 3)", "SELECT * FROM t WHERE a IN (?)")]
    [InlineData("INSERT INTO t VALUES (1, 'x'), (2, $$y$$)", "INSERT INTO t VALUES (?), (?)")]
    [InlineData("SELECT x'ff', E'a\\n', $1, \"Quoted\".b", "SELECT ?, $1, \"Quoted\".b")]
    [InlineData("  ;;  ", "")]
    public void Values_are_question_marks(string sql, string expected) => ValuelessText.Of(sql, null).Text.ShouldBe(expected);

    [Theory]
    [InlineData("CREATE USER u PASSWORD \"pw1\" AND more", "CREATE USER u PASSWORD …")]
    [InlineData("CREATE USER u IDENTIFIED BY pw1", "CREATE USER u IDENTIFIED …")]
    [InlineData("CRAETE ROLE u WITH PASSWORD pw1; SELECT password FROM t", "CRAETE ROLE u WITH PASSWORD …; SELECT password FROM t")]
    [InlineData("SELECT a FROM t WHERE b = 'pw1", "SELECT a FROM t WHERE b = …")]
    [InlineData("SELECT a FROM t WHERE b = 1pw1", "SELECT a FROM t WHERE b = …")]
    public void What_may_be_secret_is_left_out(string sql, string expected) => ValuelessText.Of(sql, null).Text.ShouldBe(expected);

    [Fact]
    public void Of_several_statements_only_the_blamed_one_is_written()
    {
        const string sql = "SELECT 1; SELECT wrong(2); SELECT 3";

        var text = ValuelessText.Of(sql, sql.IndexOf("wrong", StringComparison.Ordinal));

        (text.Text, text.Blamed).ShouldBe(("SELECT wrong (?)", "wrong"));
    }

    [Fact]
    public void A_value_is_never_blamed_by_name() => ValuelessText.Of("SELECT 1 'secret'", 9).ShouldBe(new ValuelessText("SELECT ? ?", null));

    [Fact]
    public void Long_texts_are_cut()
    {
        var text = ValuelessText.Of("SELECT " + string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"column{i}")), null).Text;

        text.Length.ShouldBeLessThanOrEqualTo(ValuelessText.Longest);
        text.ShouldEndWith("…");
    }
}
