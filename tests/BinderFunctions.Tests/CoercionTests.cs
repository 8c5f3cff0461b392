using FederationGateway.Binder.Coercion;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.BinderFunctions.Tests.Bound;

namespace FederationGateway.BinderFunctions.Tests;

public sealed class CoercionTests
{
    [Theory]
    [InlineData("abc", SqlTypeKind.Int4, "22P02: invalid input syntax for type integer: \"abc\"")]
    [InlineData("99999999999", SqlTypeKind.Int4, "22003: value \"99999999999\" is out of range for type integer")]
    [InlineData("2024-02-30", SqlTypeKind.Date, "22008: date/time field value out of range: \"2024-02-30\"")]
    [InlineData("xyz", SqlTypeKind.Date, "22007: invalid input syntax for type date: \"xyz\"")]
    [InlineData("maybe", SqlTypeKind.Boolean, "22P02: invalid input syntax for type boolean: \"maybe\"")]
    [InlineData("{", SqlTypeKind.Json, "22P02: invalid input syntax for type json")]
    public void Refuses_what_is_no_value_of_the_type(string text, SqlTypeKind kind, string expected) =>
        Error(() => Coercion.Coerce(Unknown(text), new SqlType(kind), CoercionContext.Explicit)).ShouldBe(expected);

    [Fact]
    public void Reads_numeric_literals_with_their_digits() => Coercion.Coerce(Unknown("1.50"), SqlType.UnconstrainedNumeric).ShouldBe(new ConstantExpression("1.50", SqlType.Numeric(3, 2)));

    [Fact]
    public void Rounds_to_a_declared_scale() => Coercion.Coerce(Number("1.555"), SqlType.Numeric(10, 2)).ShouldBe(new ConstantExpression("1.56", SqlType.Numeric(10, 2)));

    [Fact]
    public void Leaves_today_for_later() => Coercion.Coerce(Unknown("today"), SqlType.Date, CoercionContext.Explicit).ShouldBeOfType<CastExpression>();

    [Fact]
    public void Reads_arrays() => ((object?[])((ConstantExpression)Coercion.Coerce(Unknown("{1,NULL,3}"), SqlType.ArrayOf(SqlTypeKind.Int4))).Value!).ShouldBe([1, null, 3]);

    [Fact]
    public void Finds_the_common_type() => CommonTypes.Find([SqlType.Int4, SqlType.Unknown, SqlType.Float8], "CASE").ShouldBe(SqlType.Float8);

    [Fact]
    public void Mixed_scales_have_no_common_decimal() => CommonTypes.Find([SqlType.Numeric(10, 2), SqlType.Int4], "CASE").ShouldBe(SqlType.UnconstrainedNumeric);

    [Fact]
    public void Says_which_types_do_not_meet() => Error(() => CommonTypes.Find([SqlType.Int4, SqlType.Text], "UNION")).ShouldBe("42804: UNION types integer and text cannot be matched");

    [Fact]
    public void Assigns_a_number_to_a_narrower_column() => Coercion.CoerceToColumn(Column(SqlType.Int8), SqlType.Int4, "n").Type.ShouldBe(SqlType.Int4);

    [Fact]
    public void Does_not_assign_text_to_a_number() => Error(() => Coercion.CoerceToColumn(Column(SqlType.Text), SqlType.Int4, "n"))
        .ShouldBe("42804: column \"n\" is of type integer but expression is of type text");

    [Theory]
    [InlineData("5", SqlTypeKind.Int4)]
    [InlineData("-2147483648", SqlTypeKind.Int4)]
    [InlineData("2147483648", SqlTypeKind.Int8)]
    [InlineData("9223372036854775808", SqlTypeKind.Numeric)]
    [InlineData("1e3", SqlTypeKind.Numeric)]
    public void Types_number_literals(string text, SqlTypeKind kind) => Number(text).Type.Kind.ShouldBe(kind);

    [Fact]
    public void Folds_what_does_not_change_during_a_statement()
    {
        var values = new Binder.Functions.SessionValues
        {
            TransactionStart = 1_700_000_000_000_000, StatementStart = 1_700_000_000_000_000, TimeZone = TimeZoneInfo.Utc, User = "ada", SessionUser = "ada", Database = "gateway", Version = "x",
        };
        var now = Functions.Call("now", []);
        Binder.Functions.StableFunctions.TryFold(now, values).ShouldBe(new ConstantExpression(1_700_000_000_000_000, SqlType.TimestampTz));
        var today = Coercion.Coerce(Unknown("today"), SqlType.Date, CoercionContext.Explicit);
        Binder.Functions.StableFunctions.TryFold(today, values).ShouldBe(new ConstantExpression(19_675, SqlType.Date));
    }
}
