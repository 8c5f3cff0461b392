using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Dialect;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Tests;

/// <summary>What expressions look like for PostgreSQL, and why some are not sent.</summary>
public sealed class DialectTests
{
    private static readonly ColumnExpression Id = new(new ColumnId(1), "id", SqlType.Int4);
    private static readonly ColumnExpression Name = new(new ColumnId(2), "name", SqlType.Text);
    private static readonly ColumnExpression Code = new(new ColumnId(3), "code", SqlType.VarChar(5));
    private static readonly ColumnExpression Total = new(new ColumnId(4), "total", SqlType.Numeric(15, 2));
    private static readonly ColumnExpression Placed = new(new ColumnId(5), "placed", SqlType.TimestampTz);
    private static readonly ColumnExpression Data = new(new ColumnId(6), "data", SqlType.JsonB);

    public static TheoryData<Expression, string> Written { get; } = new()
    {
        { Compare(ComparisonOperator.Greater, Total, new ConstantExpression("10", SqlType.Numeric(2, 0))), "\"total\" > 10" },
        { Compare(ComparisonOperator.Equal, Id, new ConstantExpression(-1, SqlType.Int4)), "\"id\" = (-1)" },
        { Compare(ComparisonOperator.Equal, Name, Text("O'Hara")), "\"name\" = 'O''Hara'" },
        { Compare(ComparisonOperator.Less, Name, Text("M")), "\"name\" COLLATE \"C\" < 'M'" },
        { Compare(ComparisonOperator.Less, Code, Text("M")), "\"code\" < 'M'" }, // known to be ordered by bytes
        { Call("||", "||(text,text)", Name, Text("x")), "\"name\" || 'x'::text" },
        { Call("substring", "substring(text,int4,int4)", Name, Number(1), Number(3)), "substring(\"name\", 1, 3)" },
        { Call("~", "~(text,text)", Name, Text("^a")), "\"name\" COLLATE \"C\" ~ 'a'::text".Replace("'a'", "'^a'", StringComparison.Ordinal) },
        { Call("greatest", "greatest(any)", Name, Code), "greatest(\"name\" COLLATE \"C\", \"code\")" },
        { new LikeExpression(Name, Text("a!%"), "!", IsNegated: true), "\"name\" NOT LIKE 'a!%' ESCAPE '!'" },
        { new ArithmeticExpression(ArithmeticOperator.Add, Id, new ConstantExpression((short)1, SqlType.Int2), SqlType.Int4), "\"id\" + CAST(1 AS smallint)" },
        { new CastExpression(Total, SqlType.Int4), "CAST(\"total\" AS integer)" },
        { new CastExpression(Name, new SqlType(SqlTypeKind.BpChar)), "CAST(\"name\" AS bpchar)" },
        { Call("extract", "extract(text,date)", Text("year"), ConstantExpression.Null(SqlType.Date)), "pg_catalog.extract('year'::text, CAST(NULL AS date))" },
    };

    [Theory, MemberData(nameof(Written))]
    public void Expressions_are_written(Expression expression, string sql)
    {
        var text = Write(expression);
        text.Refusal.ShouldBeNull();
        text.ToString().ShouldBe(sql);
    }

    public static TheoryData<Expression, string> Refused { get; } = new()
    {
        { Call("lower", "lower(text)", Name), RefusalCode.DifferentSemantics },
        { new LikeExpression(Name, Text("a%"), IsCaseInsensitive: true), RefusalCode.DifferentSemantics },
        { Call("~*", "~*(text,text)", Name, Text("a")), RefusalCode.DifferentSemantics },
        { Call("regexp_replace", "regexp_replace(text,text,text,text)", Name, Text("a"), Text("b"), Text("gi")), RefusalCode.DifferentSemantics },
        { new CallExpression(new FunctionReference("random", "random()", Volatility.Volatile), [], SqlType.Float8), RefusalCode.VolatileFunction },
        { new CallExpression(new FunctionReference("concat", "concat(any)", Volatility.Stable), [Placed], SqlType.Text), RefusalCode.DifferentSemantics },
        { new CastExpression(Placed, SqlType.Date), RefusalCode.TypeNotSupported },
        { Compare(ComparisonOperator.Less, Data, Data), RefusalCode.DifferentSemantics },
        { Call("nosuch", "nosuch(int4)", Id), RefusalCode.FunctionNotSupported },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_may_differ_is_refused_with_a_reason(Expression expression, string code)
    {
        var refusal = Write(expression).Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void Aggregates_whose_order_matters_need_one()
    {
        var aggregate = new AggregateCall(new FunctionReference("string_agg", "string_agg(text,text)"), [Name, Text(",")], SqlType.Text, IsDistinct: true);
        var text = New();
        new PostgreSqlDialect().WriteAggregate(text, aggregate);
        text.Refusal.ShouldNotBeNull().Code.ShouldBe(RefusalCode.DifferentSemantics);

        text = New();
        new PostgreSqlDialect().WriteAggregate(text, aggregate with { OrderBy = [new SortKey(Name, IsDescending: true, NullsFirst: false)] });
        text.ToString().ShouldBe("string_agg(DISTINCT \"name\" COLLATE \"C\", ','::text ORDER BY \"name\" COLLATE \"C\" DESC NULLS LAST)");
    }

    [Fact]
    public void Columns_of_other_types_and_collations_are_converted_where_they_are_read()
    {
        var dialect = new PostgreSqlDialect();
        dialect.ColumnValue("x", new TableColumn("x", "x", SqlType.Text, true, "inet", [new TableProperty("read_as", "text")])).ShouldBe("CAST(x AS text)");
        dialect.ColumnValue("x", new TableColumn("x", "x", SqlType.Text, true, "text", [new TableProperty("collation", "de-x-icu")])).ShouldBe("(x COLLATE \"C\")");
        dialect.ColumnValue("x", new TableColumn("x", "x", SqlType.Text, true, "text", [new TableProperty("collation", "default")])).ShouldBe("x");
    }

    private static SqlText Write(Expression expression) => New().Append(expression);

    private static SqlText New() => new(new PostgreSqlDialect(), id => $"\"{Column(id).Name}\"")
    {
        Origins = id => new TableColumn(Column(id).Name, Column(id).Name, Column(id).Type, true, "", [new TableProperty("collation", id == Code.Id ? "C" : "default")]),
    };

    private static ColumnExpression Column(ColumnId id) => new[] { Id, Name, Code, Total, Placed, Data }.First(column => column.Id == id);

    private static ComparisonExpression Compare(ComparisonOperator op, Expression left, Expression right) => new(op, left, right);

    private static CallExpression Call(string name, string signature, params Expression[] arguments) => new(new FunctionReference(name, signature), [.. arguments], SqlType.Text);

    private static ConstantExpression Text(string text) => new(text, SqlType.Text);

    private static ConstantExpression Number(int number) => new(number, SqlType.Int4);
}
