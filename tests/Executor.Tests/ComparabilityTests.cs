using FederationGateway.Common;
using FederationGateway.Executor.Verification;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Tests;

public class ComparabilityTests
{
    private static readonly OutputColumn Id = new(new ColumnId(1), "id", SqlType.Int4, IsNullable: false);
    private static readonly OutputColumn Name = new(new ColumnId(2), "name", SqlType.Text);
    private static readonly OutputColumn Weight = new(new ColumnId(3), "weight", SqlType.Float8);

    private static readonly ScanNode Scan = new(
        new TableHandle("s", ["t"], "t", [new TableColumn("id", "id", SqlType.Int4, false), new TableColumn("name", "name", SqlType.Text, true), new TableColumn("weight", "weight", SqlType.Float8, true)], [new TableKey(true, [0])]),
        [new ScanColumn(Id, 0), new ScanColumn(Name, 1), new ScanColumn(Weight, 2)]);

    [Fact]
    public void A_filtered_table_has_one_answer() => Comparability.Of(Filter(Name, "a")).ShouldSatisfyAllConditions(
        found => found.Refusal.ShouldBeNull(), found => found.Variance.ShouldBeNull(), found => found.Rules.Approximate.ShouldBeEmpty(), found => found.Rules.SortedBy.ShouldBeEmpty());

    [Fact]
    public void Limit_without_order_and_volatile_functions_are_not_compared()
    {
        Comparability.Of(Limit(Filter(Name, "a"))).Refusal.ShouldNotBeNull().ShouldContain("LIMIT without ORDER BY");
        var random = new CallExpression(new FunctionReference("random", "random()", Volatility.Volatile), [], SqlType.Float8);
        Comparability.Of(new ProjectNode(Scan, [new ProjectItem(Weight, random)])).Refusal.ShouldNotBeNull().ShouldContain("random()");
    }

    [Fact]
    public void The_first_rows_by_a_key_are_the_first_rows_and_by_anything_else_may_vary()
    {
        var byKey = Comparability.Of(Limit(Sort(Name, Id)));
        byKey.Variance.ShouldBeNull();
        byKey.Rules.SortedBy.ShouldBe([1, 0]);
        Comparability.Of(Limit(Sort(Name))).Variance.ShouldNotBeNull();
        Comparability.Of(Sort(Name)).Variance.ShouldBeNull();
        Comparability.Of(Limit(Sort(Name)) with { WithTies = true }).Variance.ShouldBeNull();
    }

    [Fact]
    public void An_order_by_what_is_not_shown_is_checked_only_up_to_there()
    {
        var hidden = new ProjectNode(Sort(Name, Id), [ProjectItem.Pass(Name), ProjectItem.Pass(Weight)]);
        Comparability.Of(hidden).Rules.SortedBy.ShouldBe([0]);
    }

    [Fact]
    public void Sums_of_floating_point_numbers_are_compared_approximately_until_something_depends_on_them()
    {
        var total = new OutputColumn(new ColumnId(4), "total", SqlType.Float8);
        var sums = new AggregateNode(Scan, [ProjectItem.Pass(Name)], [new AggregateItem(total, new AggregateCall(new FunctionReference("sum", "sum(float8)"), [Weight.ToExpression()], SqlType.Float8))]);
        Comparability.Of(sums).ShouldSatisfyAllConditions(found => found.Variance.ShouldBeNull(), found => found.Rules.Approximate.ShouldBe([1]));
        Comparability.Of(new FilterNode(sums, new ComparisonExpression(ComparisonOperator.Greater, total.ToExpression(), new ConstantExpression(1.0, SqlType.Float8)))).Variance.ShouldNotBeNull();
        Comparability.Of(new SortNode(sums, [new SortKey(total.ToExpression(), false, false)])).Variance.ShouldNotBeNull();
        var greatest = new AggregateNode(Scan, [], [new AggregateItem(total, new AggregateCall(new FunctionReference("max", "max(float8)"), [Weight.ToExpression()], SqlType.Float8))]);
        Comparability.Of(greatest).Rules.Approximate.ShouldBeEmpty();

        // A fraction among the arguments makes no sum of what has none.
        var span = new OutputColumn(new ColumnId(7), "span", SqlType.Interval);
        var middle = new AggregateCall(new FunctionReference("percentile_cont", "percentile_cont(float8,interval)"), [new ConstantExpression(0.5, SqlType.Float8)], SqlType.Interval, IsWithinGroup: true);
        Comparability.Of(new AggregateNode(Scan, [], [new AggregateItem(span, middle)])).Rules.Approximate.ShouldBeEmpty();
    }

    [Fact]
    public void Windows_over_equal_keys_and_ordered_aggregates_may_vary()
    {
        Comparability.Of(Window("row_number")).Variance.ShouldNotBeNull();
        Comparability.Of(Window("rank")).Variance.ShouldBeNull();
        var list = new OutputColumn(new ColumnId(5), "list", SqlType.ArrayOf(SqlTypeKind.Text));
        var collected = new AggregateCall(new FunctionReference("array_agg", "array_agg(anynonarray)"), [Name.ToExpression()], list.Type);
        Comparability.Of(new AggregateNode(Scan, [], [new AggregateItem(list, collected)])).Variance.ShouldNotBeNull();
    }

    private static WindowNode Window(string name)
    {
        var call = new WindowCall(new FunctionReference(name, $"{name}()"), [], SqlType.Int8, OrderBy: [new SortKey(Name.ToExpression(), false, false)]);
        return new WindowNode(Scan, [new WindowItem(new OutputColumn(new ColumnId(6), "n", SqlType.Int8), call)]);
    }

    private static FilterNode Filter(OutputColumn column, string value) => new(Scan, new ComparisonExpression(ComparisonOperator.Equal, column.ToExpression(), new ConstantExpression(value, SqlType.Text)));

    private static SortNode Sort(params OutputColumn[] keys) => new(Scan, keys.Select(key => new SortKey(key.ToExpression(), IsDescending: false, NullsFirst: false)).ToEquatableArray());

    private static LimitNode Limit(PlanNode input) => new(input, new ConstantExpression(3L, SqlType.Int8), null);
}
