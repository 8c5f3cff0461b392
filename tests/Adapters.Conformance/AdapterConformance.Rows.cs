using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using Shouldly;
using Xunit;

namespace FederationGateway.Adapters.Conformance;

/// <content>Orders, limits, groups, aggregates.</content>
public abstract partial class AdapterConformance
{
    [Fact]
    public async Task Rows_come_in_the_order_of_every_column()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.HasExact(Capability.OrderBy)) return;
        foreach (var (ordinal, type, values) in Columns(source))
            foreach (var isDescending in new[] { false, true })
                foreach (var nullsFirst in new[] { false, true })
                {
                    var sorted = Sorted(source, ordinal, isDescending, nullsFirst);
                    var rows = await AskAsync(source, new ProjectNode(sorted, [ProjectItem.Pass(source.Scan.Output[0])]));
                    rows?.Select(row => (int)row[0]!).ShouldBe(ExpectedOrder(values, type, isDescending, nullsFirst), $"{source.Nasty.Columns[ordinal].Name} {isDescending} {nullsFirst}");
                }
    }

    [Fact]
    public async Task The_first_rows_are_the_first_rows()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var capabilities = source.Adapter.Capabilities;
        if (!capabilities.HasExact(Capability.OrderBy) || !capabilities.HasExact(Capability.Limit)) return;
        foreach (var (ordinal, type, values) in Columns(source))
        {
            var hasOffset = capabilities.HasExact(Capability.Offset);
            var limit = new LimitNode(Sorted(source, ordinal, isDescending: true, nullsFirst: false), Number(3), hasOffset ? Number(1) : null);
            var rows = await AskAsync(source, new ProjectNode(limit, [ProjectItem.Pass(source.Scan.Output[0])]));
            rows?.Select(row => (int)row[0]!).ShouldBe(ExpectedOrder(values, type, isDescending: true, nullsFirst: false).Skip(hasOffset ? 1 : 0).Take(3));
        }

        var none = await AskAsync(source, new LimitNode(source.Scan, Number(0), null));
        none?.ShouldBeEmpty();
    }

    [Fact]
    public async Task Distinct_values_and_groups_are_those_that_compare_equal()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var capabilities = source.Adapter.Capabilities;
        foreach (var (ordinal, type, values) in Columns(source))
        {
            var expected = values.Select(value => values.Count(other => ReferenceOrder.Holds(ComparisonOperator.IsNotDistinctFrom, value, other, type) == true))
                .GroupBy(size => size).SelectMany(group => Enumerable.Repeat((long)group.Key, group.Count() / group.Key)).Order().ToArray();
            if (capabilities.HasExact(Capability.Distinct))
            {
                var rows = await AskAsync(source, new DistinctNode(new ProjectNode(source.Scan, [ProjectItem.Pass(source.Scan.Output[ordinal])])));
                rows?.Count.ShouldBe(expected.Length, source.Nasty.Columns[ordinal].Name);
            }

            if (!capabilities.HasExact(Capability.GroupBy) || !capabilities.HasExact(Capability.Aggregates)) continue;
            var count = source.NewColumn("n", SqlType.Int8);
            var grouped = new AggregateNode(source.Scan, [ProjectItem.Pass(source.Scan.Output[ordinal])], [new AggregateItem(count, Aggregate("count", SqlType.Int8))]);
            (await AskAsync(source, grouped))?.Select(row => (long)row[1]!).Order().ToArray().ShouldBe(expected, source.Nasty.Columns[ordinal].Name);
        }
    }

    [Fact]
    public async Task The_least_and_the_greatest_are_the_same()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.HasExact(Capability.Aggregates)) return;
        foreach (var (ordinal, type, values) in Columns(source))
        {
            var ascending = ExpectedOrder(values, type, isDescending: false, nullsFirst: false).Select(id => values[id - 1]).OfType<object>().ToList();
            foreach (var (name, expected) in new[] { ("min", ascending[0]), ("max", ascending[^1]) })
            {
                var argument = AsDeclared(source.Column(ordinal));
                var result = source.NewColumn("x", argument.Type);
                var rows = await AskAsync(source, new AggregateNode(source.Scan, [], [new AggregateItem(result, Aggregate(name, argument.Type, argument))]));
                if (rows is not null) ReferenceOrder.Compare(rows.Single()[0].ShouldNotBeNull(), expected, type).ShouldBe(0, $"{name}({source.Nasty.Columns[ordinal].Name})");
            }
        }
    }

    [Fact]
    public async Task Aggregates_of_no_rows_are_null_or_zero()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var capabilities = source.Adapter.Capabilities;
        if (!capabilities.HasExact(Capability.Aggregates) || !capabilities.HasExact(Capability.Where)) return;
        var none = new FilterNode(source.Scan, new ComparisonExpression(ComparisonOperator.Equal, source.Column(0), new ConstantExpression(-1, SqlType.Int4)));
        AggregateItem[] items =
        [
            new(source.NewColumn("n", SqlType.Int8), Aggregate("count", SqlType.Int8)),
            new(source.NewColumn("s", SqlType.Int8), Aggregate("sum", SqlType.Int8, source.Column(0))),
        ];
        (await AskAsync(source, new AggregateNode(none, [], [.. items])))?.Single().ShouldBe([0L, null]);
    }

    [Fact]
    public async Task Parameters_are_values_whatever_is_in_them()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.HasExact(Capability.Parameters)) return;
        foreach (var (ordinal, type, values) in Columns(source))
        {
            var plan = source.IdsWhere(new ComparisonExpression(ComparisonOperator.Equal, source.Column(ordinal), new ParameterExpression(1, type)));
            var written = source.Write(plan);
            if (written.Refusal is not null) continue;
            foreach (var value in values)
            {
                var rows = await source.RunAsync(plan, written, Cancellation, new ConstantExpression(value, type));
                rows.Select(row => (int)row[0]!).Order().ToArray().ShouldBe(Ids(values, other => ReferenceOrder.Holds(ComparisonOperator.Equal, other, value, type)), written.Sql);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploaded_rows_are_read_as_they_were(bool singleFragment)
    {
        await using var source = await CreateSourceAsync(Cancellation);
        if (!source.Adapter.Capabilities.HasExact(Capability.TemporaryTables)) return;
        var kept = source.Scan.Columns.Where(column => source.Adapter.Dialect.UploadType(column.Column.Type) is not null).ToEquatableArray();
        kept.Count.ShouldBeGreaterThan(1);
        var scan = source.Scan with { Columns = kept };
        var table = new TableHandle("source", ["upload"], "upload", kept.Select((column, index) => new TableColumn(column.Column.Name, $"c{index}", column.Column.Type, IsNullable: true)).ToEquatableArray());
        var uploaded = new ScanNode(table, kept.Select((column, index) => new ScanColumn(source.NewColumn(column.Column.Name, column.Column.Type), index)).ToEquatableArray());
        var expected = (await AskAsync(source, scan)).ShouldNotBeNull();

        // The second time nothing of the first may be left.
        for (var i = 0; i < 2; i++)
        {
            await using var session = await source.Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: singleFragment), Cancellation);
            await using var reading = await source.Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), Cancellation);
            var upload = new RowUpload(table, reading.ExecuteAsync(source.Statement(scan), Cancellation));
            await using var tables = await session.ShouldBeAssignableTo<IUploadSession>()!.UploadAsync([upload], Cancellation);
            List<object?[]> rows = [];
            await foreach (var batch in tables.ExecuteAsync(source.Statement(uploaded), Cancellation))
                using (batch) rows.AddRange(BatchValues.Rows(batch));
            upload.RowsSent.ShouldBe(expected.Count);
            rows.Count.ShouldBe(expected.Count);
            for (var row = 0; row < rows.Count; row++) rows[row].ShouldBe(expected[row]);
        }
    }

    private static SortNode Sorted(ConformanceSource source, int ordinal, bool isDescending, bool nullsFirst) =>
        new(source.Scan, [new SortKey(source.Column(ordinal), isDescending, nullsFirst), new SortKey(source.Column(0), IsDescending: false, NullsFirst: false)]);

    private static IEnumerable<int> ExpectedOrder(IReadOnlyList<object?> values, SqlType type, bool isDescending, bool nullsFirst)
    {
        var byValue = Comparer<object>.Create((left, right) => (isDescending ? -1 : 1) * ReferenceOrder.Compare(left, right, type));
        int[] nulls = [.. Ids(values, value => value is null)];
        var others = Ids(values, value => value is not null).OrderBy(id => values[id - 1]!, byValue).ThenBy(id => id);
        return nullsFirst ? nulls.Concat(others) : others.Concat(nulls);
    }

    /// <summary>Aggregates of text are declared for text only.</summary>
    private static Expression AsDeclared(Expression argument) => argument.Type.Kind == SqlTypeKind.VarChar ? new CastExpression(argument, SqlType.Text) : argument;

    private static AggregateCall Aggregate(string name, SqlType type, params Expression[] arguments) =>
        new(new FunctionReference(name, $"{name}({string.Join(',', arguments.Select(argument => SqlTypeNames.Internal(argument.Type.Kind)))})"), [.. arguments], type);

    private static ConstantExpression Number(long value) => new(value, SqlType.Int8);
}
