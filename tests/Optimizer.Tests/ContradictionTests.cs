using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class ContradictionTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm").With("lake");

    [Fact]
    public void A_branch_about_another_part_of_the_data_is_not_asked()
    {
        var (old, current) = (_plans.Scan("crm", "old", "year", "v"), _plans.Scan("lake", "current", "year", "v"));
        var union = Union(Filter(old, Compare(Of(old, 0), ComparisonOperator.Less, Int(2020))), Filter(current, Compare(Of(current, 0), ComparisonOperator.GreaterOrEqual, Int(2020))));
        _gateway.Explain(Filter(union, Equal(Of(union, 0), Int(2024)))).ShouldBe(
            """
            Remote: lake [year, v]
              remote sql: SELECT year, v FROM current WHERE year = 2024 AND year >= 2020
            """);
        _gateway.Explain(Filter(union, Compare(Of(union, 0), ComparisonOperator.GreaterOrEqual, Int(2019)))).ShouldStartWith("Union all");
    }

    [Fact]
    public void A_branch_with_another_constant_is_not_asked()
    {
        var (a, b) = (_plans.Scan("crm", "a", "v"), _plans.Scan("lake", "b", "v"));
        var union = Union(Project(a, _plans.Item("part", Int(1)), Pass(a, 0)), Project(b, _plans.Item("part", Int(2)), Pass(b, 0)));
        _gateway.Evaluate = Compute;
        _gateway.Explain(Filter(union, Equal(Of(union, 0), Int(2)))).ShouldBe(
            """
            Remote: lake [part, v]
              remote sql: SELECT 2, v FROM b
            """);
    }

    public static TheoryData<bool, Func<ColumnExpression, Expression>> Conditions() => new()
    {
        { true, x => And(Equal(x, Int(1)), Equal(x, Int(2))) },
        { true, x => And(Greater(x, Int(5)), Compare(x, ComparisonOperator.LessOrEqual, Int(5))) },
        { true, x => And(new InListExpression(x, [Int(1), Int(2)]), Compare(Int(3), ComparisonOperator.Less, x)) },
        { true, x => And(new IsNullExpression(x), Equal(x, Int(1))) },
        { true, x => And(new InListExpression(x, [Int(1), Int(2)]), new InListExpression(x, [Int(3), Int(4)])) },
        { false, x => And(Greater(x, Int(5)), Compare(x, ComparisonOperator.LessOrEqual, Int(6))) },
        { false, x => And(Compare(x, ComparisonOperator.GreaterOrEqual, Int(5)), Compare(x, ComparisonOperator.LessOrEqual, Int(5))) },
        { false, x => And(new InListExpression(x, [Int(1), Int(2)]), new InListExpression(x, [Int(2), Int(3)])) },
        { false, x => And(new IsNullExpression(x), Compare(x, ComparisonOperator.IsDistinctFrom, Int(1))) },
        { false, x => Or(Equal(x, Int(1)), Equal(x, Int(2))) },
        { false, x => And(Compare(x, ComparisonOperator.NotEqual, Int(1)), Compare(x, ComparisonOperator.NotEqual, Int(2))) },
    };

    [Theory, MemberData(nameof(Conditions), DisableDiscoveryEnumeration = true)]
    public void Only_what_no_value_satisfies_is_empty(bool isEmpty, Func<ColumnExpression, Expression> condition)
    {
        var scan = _plans.Scan("crm", "t", "x");
        (_gateway.Optimize(Filter(scan, condition(Of(scan, 0)))).Root is ValuesNode { Rows.IsEmpty: true }).ShouldBe(isEmpty);
    }

    [Fact]
    public void The_order_of_text_and_the_zeros_of_floats_prove_nothing()
    {
        var scan = _plans.Scan(Table("crm", "t", null, Define("name", SqlType.Text), Define("x", SqlType.Float8)));
        IsEmpty(And(Greater(Of(scan, 0), Text("b")), Compare(Of(scan, 0), ComparisonOperator.Less, Text("a")))).ShouldBeFalse();
        IsEmpty(And(Equal(Of(scan, 0), Text("b")), Equal(Of(scan, 0), Text("a")))).ShouldBeTrue();
        IsEmpty(And(Equal(Of(scan, 1), new ConstantExpression(0.0, SqlType.Float8)), Equal(Of(scan, 1), new ConstantExpression(-0.0, SqlType.Float8)))).ShouldBeFalse();
        bool IsEmpty(Expression condition) => _gateway.Optimize(Filter(scan, condition)).Root is ValuesNode;
    }

    private SetOperationNode Union(PlanNode left, PlanNode right) =>
        new(SetOperationKind.Union, IsAll: true, [left, right], left.Output.Select(column => _plans.Column(column.Name, column.Type)).ToEquatableArray());

    private static ConstantExpression? Compute(Expression expression) =>
        expression is ComparisonExpression { Operator: ComparisonOperator.Equal, Left: ConstantExpression left, Right: ConstantExpression right }
            ? left.Equals(right) ? ConstantExpression.True : ConstantExpression.False
            : null;
}
