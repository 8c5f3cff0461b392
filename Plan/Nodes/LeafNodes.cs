using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>A column a scan reads: the id it has in this plan and its place in the table.</summary>
public sealed record ScanColumn(OutputColumn Column, int Ordinal);

/// <summary>Reads some columns of one table of one source.</summary>
public sealed record ScanNode(TableHandle Table, EquatableArray<ScanColumn> Columns) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Columns.Select(column => column.Column).ToEquatableArray();

    public override EquatableArray<PlanNode> Inputs => [];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this;

    public override string Describe() => $"Scan: {Table.DisplayName} [{string.Join(", ", Columns.Select(column => column.Column.Name))}]";
}

/// <summary>Rows of expressions: VALUES; one row without columns is a SELECT without FROM.</summary>
public sealed record ValuesNode(EquatableArray<OutputColumn> Columns, EquatableArray<EquatableArray<Expression>> Rows) : PlanNode
{
    public static ValuesNode OneRow { get; } = new([], [[]]);

    public override EquatableArray<OutputColumn> Output => Columns;

    public override EquatableArray<PlanNode> Inputs => [];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this;

    public override string Describe() => Rows.Count == 1 && Columns.IsEmpty ? "Result" : $"Values: {Rows.Count} rows";
}

/// <summary>
/// A set-returning function in FROM (<c>generate_series</c>, <c>unnest</c>, …): its arguments may refer to columns left of it when it is the right side of a
/// lateral join. With ordinality the last column counts the rows from 1. Several calls run side by side (ROWS FROM).
/// </summary>
public sealed record TableFunctionNode(EquatableArray<CallExpression> Calls, EquatableArray<OutputColumn> Columns, bool WithOrdinality) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Columns;

    public override EquatableArray<PlanNode> Inputs => [];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this;

    public override string Describe() => $"Function: {string.Join(", ", Calls)}";
}

/// <summary>Reads a common table expression of an enclosing <see cref="WithNode"/>; <see cref="Columns"/> match its output one to one under new ids.</summary>
public sealed record CteScanNode(int CteId, string Name, EquatableArray<OutputColumn> Columns) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Columns;

    public override EquatableArray<PlanNode> Inputs => [];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this;

    public override string Describe() => $"CTE scan: {Name}";
}

/// <summary>
/// A sub-plan that one source runs as one statement: everything below the line between remote and local. To the nodes above it is a leaf.
/// </summary>
public sealed record RemoteNode(string Source, PlanNode Fragment) : PlanNode
{
    /// <summary>The rows the fragment reads that are not the source's own; null when it reads none.</summary>
    public Relocation? Relocation { get; init; }

    public override EquatableArray<OutputColumn> Output => Fragment.Output;

    public override EquatableArray<PlanNode> Inputs => [];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this;

    public override string Describe() => $"{Place} [{string.Join(", ", Output.Select(column => column.Name))}]";

    private string Place => Source switch
    {
        TableHandle.LocalSource => "Local store",
        TableHandle.SystemSource => "Dictionary",
        _ => $"Remote: {Source}",
    };
}
