using FederationGateway.Parser.Ast;
using FederationGateway.Parser.Shapes;

namespace FederationGateway.Parser.Tests;

/// <summary>Texts that differ in literals only, and the values lifted out of them.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("SELECT a FROM t WHERE id = 1", "SELECT a FROM t WHERE id = 25")]
    [InlineData("select * from t where k = 'a' and id=1;", "select * from t where k = '' and id=0;")]
    [InlineData("SELECT 'x' FROM t LIMIT 1", "SELECT 'Ä😀' FROM t LIMIT 20")]
    public void Texts_that_differ_in_literals_only_have_one_skeleton(string one, string other) => Shape(one).Skeleton.ShouldBe(Shape(other).Skeleton);

    [Theory]
    [InlineData("SELECT a FROM t WHERE id = 1", "SELECT a FROM t WHERE id = '1'")]
    [InlineData("SELECT a FROM t WHERE id = 1", "SELECT b FROM t WHERE id = 1")]
    [InlineData("SELECT a FROM t WHERE id = 1", "SELECT a FROM t WHERE id = -1")]
    [InlineData("SELECT a FROM t WHERE id = 1", "SELECT a FROM t WHERE id = 1.5 AND b = 1")]
    [InlineData("SELECT \"1\" FROM t WHERE id = 1", "SELECT \"2\" FROM t WHERE id = 1")]
    [InlineData("SELECT a /* 1 */ FROM t WHERE id = 1", "SELECT a /* 2 */ FROM t WHERE id = 1")]
    [InlineData("SELECT a1 FROM t WHERE id = 1", "SELECT a2 FROM t WHERE id = 1")]
    public void Everything_else_tells_texts_apart(string one, string other) => Shape(one).Skeleton.ShouldNotBe(Shape(other).Skeleton);

    [Theory]
    [InlineData("SELECT a FROM t")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT a FROM t WHERE id = $1 AND b = 2")]
    [InlineData("SELECT 1a")]
    [InlineData("SELECT 'open")]
    [InlineData("SELECT '\u0001' WHERE 1 = 1")]
    [InlineData("SELECT E'a' FROM t WHERE b = 'it''s'")]
    [InlineData("SELECT a FROM t WHERE id = 0x10")]
    [InlineData("")]
    public void Texts_without_literals_to_set_apart_have_no_shape(string sql) => TextShape.Of(sql).ShouldBeNull();

    [Theory]
    [InlineData("SELECT a, 5 FROM t WHERE id = 1 AND 'x' = k AND b > 7 LIMIT 3", "1,x")]
    [InlineData("SELECT a FROM t WHERE t.id = 1", "1")]
    [InlineData("SELECT a FROM t AS u WHERE (u.id = 1) ORDER BY 1", "1")]
    public void Values_that_columns_of_one_table_are_compared_with_are_lifted(string sql, string values) =>
        string.Join(',', Fill(sql).Lifted!.Values.Select(value => value.Value)).ShouldBe(values);

    [Theory]
    [InlineData("SELECT a FROM t, u WHERE id = 1")]
    [InlineData("SELECT a FROM t WHERE id = 1 OR id = 2")]
    [InlineData("SELECT a FROM t WHERE id + 0 = 1")]
    [InlineData("SELECT a FROM t WHERE id = 1 FOR UPDATE")]
    [InlineData("SELECT a FROM t WHERE date '2024-01-01' = d")]
    [InlineData("WITH u AS (SELECT 1) SELECT a FROM t WHERE id = 1")]
    [InlineData("INSERT INTO t VALUES (1)")]
    public void Other_statements_are_none_of_it(string sql) => QueryShape.Of(SqlParser.Parse(sql)[0].Statement, Shape(sql)).ShouldBeNull();

    [Fact]
    public void What_is_not_lifted_and_the_width_of_what_is_make_the_key()
    {
        var key = Fill("SELECT a FROM t WHERE id = 1 AND b > 7").Lifted!.Key;
        Fill("SELECT a FROM t WHERE id = 2147483647 AND b > 7").Lifted!.Key.ShouldBe(key);
        Fill("SELECT a FROM t WHERE id = 1 AND b > 8").Lifted!.Key.ShouldNotBe(key);
        Fill("SELECT a FROM t WHERE id = 2147483648 AND b > 7").Lifted!.Key.ShouldNotBe(key);
        Fill("SELECT a FROM t WHERE id = 9223372036854775808 AND b > 7").Lifted!.Key.ShouldNotBe(Fill("SELECT a FROM t WHERE id = 2147483648 AND b > 7").Lifted!.Key);
    }

    [Fact]
    public void The_statement_itself_is_what_its_own_text_says()
    {
        var shape = QueryShape.Of(SqlParser.Parse("SELECT a FROM t WHERE id = 1")[0].Statement, Shape("SELECT a FROM t WHERE id = 1"))!;
        var filled = shape.Fill("SELECT a FROM t WHERE id = 4711 ;", Shape("SELECT a FROM t WHERE id = 4711 ;"));
        filled.Text.ShouldBe("SELECT a FROM t WHERE id = 4711");
        filled.Statement.ShouldBe(SqlParser.Parse("SELECT a FROM t WHERE id = 4711")[0].Statement);
        filled.Lifted!.Query.Body.ShouldBeOfType<SelectBody>().Where.ShouldBeOfType<BinaryExpression>().Right.ShouldBeOfType<ParameterReference>();
    }

    private static TextShape Shape(string sql) => TextShape.Of(sql).ShouldNotBeNull();

    private static ParsedStatement Fill(string sql) => QueryShape.Of(SqlParser.Parse(sql)[0].Statement, Shape(sql)).ShouldNotBeNull().Fill(sql, Shape(sql));
}
