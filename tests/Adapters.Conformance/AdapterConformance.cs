using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using Shouldly;
using Xunit;

namespace FederationGateway.Adapters.Conformance;

/// <summary>
/// What every adapter must fulfil: whatever it says it can do, it does with the gateway's answer, on values chosen to tell engines apart. What its capabilities or
/// its dialect decline is not asked for. An adapter's tests derive from this and make the source.
/// </summary>
public abstract partial class AdapterConformance
{
    private static readonly ComparisonOperator[] Orders = [ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual];

    private static readonly ComparisonOperator[] Equalities =
        [ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.IsDistinctFrom, ComparisonOperator.IsNotDistinctFrom];

    /// <summary>A source that holds <see cref="NastyTable"/>, which the suite disposes.</summary>
    protected abstract Task<ConformanceSource> CreateSourceAsync(CancellationToken cancellationToken);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_are_imported_with_their_types()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        foreach (var column in source.Nasty.Columns) source.Table.Columns.Single(known => known.Name == column.Name).Type.ShouldBe(column.Type);
    }

    [Fact]
    public async Task A_scan_gives_every_value()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var rows = await AskAsync(source, source.Scan);
        var byId = rows.ShouldNotBeNull().OrderBy(row => (int)row[0]!).ToList();
        byId.Count.ShouldBe(source.Nasty.Rows.Count);
        for (var i = 0; i < byId.Count; i++) byId[i].ShouldBe(source.Nasty.Rows[i]);
    }

    [Fact]
    public async Task One_column_at_a_time_may_be_read()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.Has(Capability.Project)) return;
        for (var i = 0; i < source.Nasty.Columns.Count; i++)
        {
            var rows = await AskAsync(source, new ProjectNode(source.Scan, [ProjectItem.Pass(source.Scan.Output[i])]));
            rows?.Count.ShouldBe(source.Nasty.Rows.Count);
        }
    }

    [Fact]
    public async Task Comparisons_with_every_value_find_the_same_rows()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.Has(Capability.Where)) return;
        var operators = source.Adapter.Capabilities.Has(Capability.NonEqualComparison) ? [.. Equalities, .. Orders] : new[] { ComparisonOperator.Equal };
        foreach (var (ordinal, type, values) in Columns(source))
            foreach (var op in operators)
                foreach (var value in values)
                {
                    var condition = new ComparisonExpression(op, source.Column(ordinal), new ConstantExpression(value, type));
                    await ExpectIdsAsync(source, condition, Ids(values, other => ReferenceOrder.Holds(op, other, value, type)));
                }
    }

    [Fact]
    public async Task Nulls_are_found_and_left_out()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.Has(Capability.ExpressionInWhere)) return;
        foreach (var (ordinal, _, values) in Columns(source))
            foreach (var isNegated in new[] { false, true })
                await ExpectIdsAsync(source, new IsNullExpression(source.Column(ordinal), isNegated), Ids(values, value => value is null != isNegated));
    }

    [Fact]
    public async Task Lists_and_ranges_find_the_same_rows()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var capabilities = source.Adapter.Capabilities;
        foreach (var (ordinal, type, values) in Columns(source))
        {
            object?[] wanted = [values[2], values[4], values[2]];
            ConstantExpression[] items = [.. wanted.Select(value => new ConstantExpression(value, type))];
            bool? IsIn(object? value) => value is null ? null : wanted.Any(other => ReferenceOrder.Holds(ComparisonOperator.Equal, value, other, type) == true);

            if (capabilities.Has(Capability.In))
            {
                await ExpectIdsAsync(source, new InListExpression(source.Column(ordinal), [.. items]), Ids(values, IsIn));
                await ExpectIdsAsync(source, new InListExpression(source.Column(ordinal), [.. items], IsNegated: true), Ids(values, value => !IsIn(value)));
                await ExpectIdsAsync(source, new InListExpression(source.Column(ordinal), [.. items, ConstantExpression.Null(type)], IsNegated: true), []);
            }

            if (!capabilities.Has(Capability.Between)) continue;
            var range = new LogicalExpression(LogicalOperator.And,
            [
                new ComparisonExpression(ComparisonOperator.GreaterOrEqual, source.Column(ordinal), new ConstantExpression(values[3], type)),
                new ComparisonExpression(ComparisonOperator.Less, source.Column(ordinal), new ConstantExpression(values[2], type)),
            ]);
            await ExpectIdsAsync(source, range, Ids(values, value =>
                ReferenceOrder.Holds(ComparisonOperator.GreaterOrEqual, value, values[3], type) & ReferenceOrder.Holds(ComparisonOperator.Less, value, values[2], type)));
        }
    }

    [Fact]
    public async Task Logic_has_three_values()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var capabilities = source.Adapter.Capabilities;
        var (b, values) = (OrdinalOf(source, "b"), Array.Empty<object?>());
        if (b < 0 || !capabilities.Has(Capability.ExpressionInWhere) || !capabilities.Has(Capability.OrDifferentColumns)) return;
        values = [.. source.Nasty.ValuesOf(b)];
        var column = source.Column(b);
        await ExpectIdsAsync(source, column, Ids(values, value => (bool?)value));
        await ExpectIdsAsync(source, new NotExpression(column), Ids(values, value => !(bool?)value));
        await ExpectIdsAsync(source, new IsBooleanExpression(column, Value: true, IsNegated: true), Ids(values, value => value is not true));
        await ExpectIdsAsync(source, new IsBooleanExpression(column, Value: false), Ids(values, value => value is false));
        var isFirst = new ComparisonExpression(ComparisonOperator.Equal, source.Column(0), new ConstantExpression(1, SqlType.Int4));
        await ExpectIdsAsync(source, new LogicalExpression(LogicalOperator.Or, [column, isFirst]), Ids(values, (value, id) => (bool?)value | id == 1));
        await ExpectIdsAsync(source, new NotExpression(new LogicalExpression(LogicalOperator.And, [column, isFirst])), Ids(values, (value, id) => !((bool?)value & id == 1)));
    }

    [Theory]
    [InlineData("t", "a%", null, new[] { 5, 7 })]
    [InlineData("t", "_", null, new[] { 3, 4, 6, 7 })]
    [InlineData("t", "", null, new[] { 2 })]
    [InlineData("t", "%", null, new[] { 2, 3, 4, 5, 6, 7 })]
    [InlineData("t", "z", null, new[] { 3 })]
    [InlineData("v", @"ab\%c\_d", null, new[] { 3 })]
    [InlineData("v", "ab!%c!_d", "!", new[] { 3 })]
    [InlineData("v", @"back\\slash", null, new[] { 4 })]
    [InlineData("v", @"back\slash", "", new[] { 4 })]
    [InlineData("v", "%'%", null, new[] { 5 })]
    [InlineData("v", "_ smile", null, new[] { 6 })]
    [InlineData("v", "ab%", null, new[] { 3 })]
    public async Task Patterns_match_the_same_texts(string column, string pattern, string? escape, int[] ids)
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var ordinal = OrdinalOf(source, column);
        if (ordinal < 0 || !source.Adapter.Capabilities.Has(Capability.Like)) return;
        var like = new LikeExpression(source.Column(ordinal), new ConstantExpression(pattern, SqlType.Text), escape);
        await ExpectIdsAsync(source, like, ids);
        var others = Enumerable.Range(1, source.Nasty.Rows.Count).Where(id => !ids.Contains(id) && source.Nasty.Rows[id - 1][ordinal] is not null);
        await ExpectIdsAsync(source, like with { IsNegated = true }, [.. others]);
    }

    /// <summary>Asks for the rows fulfilling a condition; a dialect that says superset may return more.</summary>
    private static async Task ExpectIdsAsync(ConformanceSource source, Expression condition, int[] expected)
    {
        var plan = source.IdsWhere(condition);
        var written = source.Write(plan);
        if (written.Refusal is not null) return;
        var ids = (await source.RunAsync(plan, written, Cancellation)).Select(row => (int)row[0]!).Order().ToArray();
        if (written.IsSuperset) expected.ShouldBeSubsetOf(ids, $"{condition}: {written.Sql}");
        else ids.ShouldBe(expected, $"{condition}: {written.Sql}");
    }

    /// <summary>The plan's rows, or null when the dialect declines it.</summary>
    private static async Task<List<object?[]>?> AskAsync(ConformanceSource source, PlanNode plan)
    {
        var written = source.Write(plan);
        return written.Refusal is null ? await source.RunAsync(plan, written, Cancellation) : null;
    }

    private static IEnumerable<(int Ordinal, SqlType Type, IReadOnlyList<object?> Values)> Columns(ConformanceSource source) =>
        Enumerable.Range(1, source.Nasty.Columns.Count - 1).Select(i => (i, source.Nasty.Columns[i].Type, source.Nasty.ValuesOf(i)));

    private static int OrdinalOf(ConformanceSource source, string name) => source.Nasty.Columns.ToList().FindIndex(column => column.Name == name);

    private static int[] Ids(IReadOnlyList<object?> values, Func<object?, bool?> holds) => Ids(values, (value, _) => holds(value));

    private static int[] Ids(IReadOnlyList<object?> values, Func<object?, int, bool?> holds) =>
        [.. Enumerable.Range(1, values.Count).Where(id => holds(values[id - 1], id) == true)];
}
