using FederationGateway.Common;

namespace FederationGateway.Plan;

public sealed record FilterNode(PlanNode Input, Expression Predicate) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Input.Output;

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public override string Describe() => $"Filter: {Predicate}";
}

public sealed record ProjectNode(PlanNode Input, EquatableArray<ProjectItem> Items) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Items.Select(item => item.Column).ToEquatableArray();

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public override string Describe() => $"Project: {string.Join(", ", Items)}";
}

/// <summary>One aggregate and the column it makes.</summary>
public sealed record AggregateItem(OutputColumn Column, AggregateCall Call)
{
    public override string ToString() => $"{Call} AS {Column.Name}";
}

/// <summary>
/// Groups and aggregates; output: the group columns, the aggregates, then the grouping columns. Without group columns there is exactly one row. With
/// <see cref="GroupingSets"/> (lists of indexes into <see cref="GroupBy"/>) each set is grouped by its own columns, the others null;
/// <see cref="GroupingColumns"/> then hold GROUPING(…) of the listed indexes.
/// </summary>
public sealed record AggregateNode(
    PlanNode Input,
    EquatableArray<ProjectItem> GroupBy,
    EquatableArray<AggregateItem> Aggregates,
    EquatableArray<EquatableArray<int>> GroupingSets = default,
    EquatableArray<GroupingColumn> GroupingColumns = default) : PlanNode
{
    public override EquatableArray<OutputColumn> Output =>
        [.. GroupBy.Select(item => item.Column), .. Aggregates.Select(item => item.Column), .. GroupingColumns.Select(item => item.Column)];

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public override string Describe() => GroupBy.IsEmpty
        ? $"Aggregate: {string.Join(", ", Aggregates)}"
        : $"Aggregate: by {string.Join(", ", GroupBy)}{(Aggregates.IsEmpty ? "" : " · ")}{string.Join(", ", Aggregates)}";
}

/// <summary>The bit mask of <c>GROUPING(…)</c> over indexes into the node's group columns.</summary>
public sealed record GroupingColumn(OutputColumn Column, EquatableArray<int> GroupIndexes);

/// <summary>One window function and the column it makes.</summary>
public sealed record WindowItem(OutputColumn Column, WindowCall Call)
{
    public override string ToString() => $"{Call} AS {Column.Name}";
}

/// <summary>Adds window function columns behind the input's columns.</summary>
public sealed record WindowNode(PlanNode Input, EquatableArray<WindowItem> Windows) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => [.. Input.Output, .. Windows.Select(item => item.Column)];

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public override string Describe() => $"Window: {string.Join(", ", Windows)}";
}

public sealed record SortNode(PlanNode Input, EquatableArray<SortKey> Keys) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Input.Output;

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public override string Describe() => $"Sort: {string.Join(", ", Keys.Select(ExpressionPrinter.Print))}";
}

/// <summary>Skips and stops; either may be absent. Over a <see cref="SortNode"/> it is a top-n. The expressions are constants or parameters of type int8.</summary>
public sealed record LimitNode(PlanNode Input, Expression? Limit, Expression? Offset, bool WithTies = false) : PlanNode
{
    /// <summary>
    /// A security barrier, a limit that limits nothing: neither the optimizer nor whoever runs it moves a condition below, so that what is computed above meets only the rows
    /// that were let through.
    /// </summary>
    public bool IsBarrier => this is { Limit: ConstantExpression { Value: long.MaxValue }, Offset: null, WithTies: false };

    public override EquatableArray<OutputColumn> Output => Input.Output;

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public static LimitNode Barrier(PlanNode input) => new(input, new ConstantExpression(long.MaxValue, SqlType.Int8), null);

    public override string Describe() => IsBarrier
        ? "Security barrier"
        : $"Limit: {Limit?.ToString() ?? "all"}{(Offset is null ? "" : $" offset {Offset}")}{(WithTies ? " with ties" : "")}";
}

/// <summary>Removes duplicate rows; with <see cref="On"/> (DISTINCT ON) keeps the first row per key in the order of <see cref="OrderBy"/>.</summary>
public sealed record DistinctNode(PlanNode Input, EquatableArray<Expression> On = default, EquatableArray<SortKey> OrderBy = default) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Input.Output;

    public override EquatableArray<PlanNode> Inputs => [Input];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Input = inputs[0] };

    public override string Describe() => On.IsEmpty ? "Distinct" : $"Distinct on: {string.Join(", ", On)}";
}
