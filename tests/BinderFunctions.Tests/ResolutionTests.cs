using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using static FederationGateway.BinderFunctions.Tests.Bound;

namespace FederationGateway.BinderFunctions.Tests;

public sealed class ResolutionTests
{
    [Fact]
    public void Signatures_are_unique() =>
        FunctionRegistry.All.GroupBy(definition => (definition.Signature, definition.Kind == FunctionKind.Operator)).Where(group => group.Count() > 1).Select(group => group.Key.Signature).ShouldBeEmpty();

    [Fact]
    public void Takes_the_exact_overload() => Call("abs", Column(SqlType.Int4)).ShouldBe("abs(int4) -> integer");

    [Fact]
    public void Widens_where_no_overload_is_exact() => Call("sqrt", Column(SqlType.Int4)).ShouldBe("sqrt(float8) -> double precision");

    [Fact]
    public void Prefers_strings_for_untyped_literals() => Call("length", Unknown("abc")).ShouldBe("length(text) -> integer");

    [Fact]
    public void Reads_an_untyped_literal_as_the_other_operand() => Operator("=", Column(SqlType.Int8), Unknown("5")).ShouldBe("bigint = bigint");

    [Fact]
    public void Compares_integers_in_the_wider_type() => Operator("<", Column(SqlType.Int2), Column(SqlType.Int8)).ShouldBe("bigint < bigint");

    [Fact]
    public void Compares_dates_with_timestamps() => Operator("<", Column(SqlType.Date), Column(SqlType.TimestampTz)).ShouldBe("timestamp with time zone < timestamp with time zone");

    [Fact]
    public void Keeps_a_decimal_beside_a_literal() => Operator("<", Column(SqlType.Numeric(15, 2)), Number("24")).ShouldBe("numeric(15,2) < numeric(2,0)");

    [Fact]
    public void Adds_a_day_to_a_date() => Operator("+", Column(SqlType.Date), Number("1")).ShouldBe("+(date,int4) -> date");

    [Fact]
    public void Resolves_polymorphic_types() => Call("array_append", Column(SqlType.ArrayOf(SqlTypeKind.Int4)), Column(SqlType.Int8)).ShouldBe("array_append(anycompatiblearray,anycompatible) -> bigint[]");

    [Fact]
    public void Knows_aggregates_of_decimals() => Call("sum", Column(SqlType.Numeric(15, 2))).ShouldBe("sum(numeric) -> numeric(38,2)");

    [Fact]
    public void Averages_exactly() => Call("avg", Column(SqlType.Int4)).ShouldBe("avg(int4) -> numeric");

    [Fact]
    public void Counts_anything() => Call("count", Column(SqlType.JsonB)).ShouldBe("count(any) -> bigint");

    [Theory]
    [InlineData("15,2", "+", "15,2", "16,2")]
    [InlineData("15,2", "*", "16,2", "31,4")]
    [InlineData("31,4", "*", "16,2", "37,6")]
    [InlineData("38,20", "*", "38,20", "")]
    [InlineData("38,2", "+", "38,2", "")]
    [InlineData("15,2", "/", "15,2", "")]
    public void Types_arithmetic_by_digits(string left, string symbol, string right, string expected)
    {
        var result = Operators.Bind(symbol, Column(Decimal(left)), Column(Decimal(right)));
        result.Type.ShouldBe(expected.Length == 0 ? SqlType.UnconstrainedNumeric : Decimal(expected));
    }

    [Fact]
    public void Says_that_a_function_does_not_exist() =>
        Error(() => Call("foo", Column(SqlType.Int4), Unknown("x"))).ShouldBe("42883: function foo(integer, unknown) does not exist");

    [Fact]
    public void Says_that_an_operator_does_not_exist() =>
        Error(() => Operator("+", Column(SqlType.Text), Column(SqlType.Int4))).ShouldBe("42883: operator does not exist: text + integer");

    [Fact]
    public void Says_that_an_operator_is_not_unique() => Error(() => Operator("+", Unknown("1"), Unknown("2"))).ShouldBe("42725: operator is not unique: unknown + unknown");

    [Fact]
    public void Json_cannot_be_compared() => Error(() => Operator("=", Column(SqlType.Json), Column(SqlType.Json))).ShouldBe("42883: operator does not exist: json = json");

    [Fact]
    public void Takes_a_type_name_for_a_cast() => Functions.Call("float8", [Column(SqlType.Int4)]).Type.ShouldBe(SqlType.Float8);

    private static SqlType Decimal(string digits) => digits.Split(',') is [var precision, var scale]
        ? SqlType.Numeric(int.Parse(precision, System.Globalization.CultureInfo.InvariantCulture), int.Parse(scale, System.Globalization.CultureInfo.InvariantCulture))
        : SqlType.UnconstrainedNumeric;
}
