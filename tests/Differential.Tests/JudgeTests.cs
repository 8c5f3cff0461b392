using FederationGateway.Differential.Running;
using FederationGateway.Differential.Statements;
using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Tests;

public sealed class JudgeTests
{
    private const uint Text = 25;
    private const uint Numeric = 1700;
    private const uint Float = 701;

    private static readonly Piece Plain = "SELECT 1";
    private static readonly Piece Filtered = new Phrase(Labels.Lazy, ["SELECT 1"]);
    private static readonly Piece Sorted = new Phrase(Labels.Ordered, ["SELECT 1"]);
    private static readonly Piece Summed = new Phrase(Labels.FloatAggregate, ["SELECT 1"]);

    [Fact]
    public void Rows_in_another_order_are_the_same_unless_they_are_ordered()
    {
        Judge.Compare(Plain, Rows(Text, "a", "b"), Rows(Text, "b", "a")).Judgement.ShouldBe(Judgement.Same);
        Judge.Compare(Sorted, Rows(Text, "a", "b"), Rows(Text, "b", "a")).Kind.ShouldBe("order");
    }

    [Fact]
    public void A_row_too_few_or_too_many_is_a_difference()
    {
        Judge.Compare(Plain, Rows(Text, "a", "a"), Rows(Text, "a")).Kind.ShouldBe("number of rows");
        Judge.Compare(Plain, Rows(Text, "a", "b"), Rows(Text, "a", "a")).Kind.ShouldBe("values");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("a", "a ")]
    [InlineData("é", "e\u0301")]
    public void Texts_differ_by_any_character(string? one, string? other) =>
        Judge.Compare(Plain, Rows(Text, one), Rows(Text, other)).Judgement.ShouldBe(Judgement.Different);

    [Fact]
    public void Numerics_are_compared_by_value() =>
        Judge.Compare(Plain, Rows(Numeric, "1.50"), Rows(Numeric, "1.5")).Judgement.ShouldBe(Judgement.Same);

    [Fact]
    public void Last_digits_may_differ_only_where_floats_are_aggregated()
    {
        Judge.Compare(Plain, Rows(Float, "0.30000000000000004"), Rows(Float, "0.3")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Summed, Rows(Float, "0.30000000000000004"), Rows(Float, "0.3")).Judgement.ShouldBe(Judgement.Same);
        Judge.Compare(Summed, Rows(Float, "0.31"), Rows(Float, "0.3")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Plain, Rows(Float, "-0"), Rows(Float, "0")).Judgement.ShouldBe(Judgement.Different);
    }

    [Fact]
    public void What_additions_leave_of_nothing_is_nothing_where_floats_are_aggregated()
    {
        Judge.Compare(Plain, Rows(Float, "-1.2e-17"), Rows(Float, "0")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Summed, Rows(Float, "-1.2e-17", "0"), Rows(Float, "0", "7.7e-18")).Judgement.ShouldBe(Judgement.Same);
        Judge.Compare(Summed, Rows(Float, "0.001"), Rows(Float, "0")).Judgement.ShouldBe(Judgement.Different);
    }

    [Fact]
    public void Types_and_names_of_columns_matter() =>
        Judge.Compare(Plain, Rows(Text, "1"), Rows(Numeric, "1")).Kind.ShouldBe("columns");

    [Fact]
    public void An_error_must_be_an_error_of_the_same_class()
    {
        Judge.Compare(Plain, Error("22012"), Error("22003")).Judgement.ShouldBe(Judgement.Same);
        Judge.Compare(Plain, Error("42883"), Error("22003")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Plain, Error("42883"), Rows(Text, "a")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Filtered, Rows(Text, "a"), Error("XX000")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Plain, Rows(Text, "a"), Error("0A000")).Judgement.ShouldBe(Judgement.Refused);
    }

    [Fact]
    public void A_data_error_of_one_side_is_excused_only_where_evaluation_may_be_spared()
    {
        Judge.Compare(Plain, Error("22012"), Rows(Text, "a")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(Filtered, Error("22012"), Rows(Text, "a")).Judgement.ShouldBe(Judgement.Excused);
        Judge.Compare(Filtered, Error("21000"), Rows(Text, "a")).Judgement.ShouldBe(Judgement.Excused);
        Judge.Compare(Filtered, Error("42883"), Rows(Text, "a")).Judgement.ShouldBe(Judgement.Different);
    }

    [Fact]
    public void A_data_error_beside_a_NULL_is_excused()
    {
        Piece failing = new Phrase("float8", ["log10(0)"], "NULL::float8");
        Piece beside = new Phrase("", ["atan2d(", new Series(", ", 2, [new Phrase("float8", ["NULL::float8"], "NULL::float8"), failing]), ")"]);
        Piece alone = new Phrase("", ["atan2d(", new Series(", ", 2, [new Phrase("float8", ["r1.x"], "NULL::float8"), failing]), ")"]);

        Piece element = new Phrase("", ["(", new Phrase("float8", ["('{NULL}'::float8[])[1]"], "NULL::float8"), " + ", failing, ")"]);
        Judge.Compare(element, Error("2201E"), Rows(Float, [null])).Judgement.ShouldBe(Judgement.Excused);
        Judge.Compare(beside, Error("2201E"), Rows(Float, [null])).Judgement.ShouldBe(Judgement.Excused);
        Judge.Compare(beside, Rows(Float, [null]), Error("XX000")).Judgement.ShouldBe(Judgement.Different);
        Judge.Compare(alone, Error("2201E"), Rows(Float, [null])).Judgement.ShouldBe(Judgement.Different);
    }

    private static Answer Rows(uint type, params string?[] values) => new([new AnswerColumn("c1", type)], [.. values.Select(value => new[] { value })]);

    private static Answer Error(string state) => new([], [], state, "a message");
}
