using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// A common table expression. A recursive one is a <see cref="SetOperationNode"/> (UNION [ALL]) whose second branch reads the table itself by a
/// <see cref="CteScanNode"/> with the same id.
/// </summary>
public sealed record CommonTable(int CteId, string Name, PlanNode Query, bool IsRecursive);

/// <summary>WITH: the common tables, in order, then the query over them. Inputs: each table's query, then the body.</summary>
public sealed record WithNode(EquatableArray<CommonTable> Tables, PlanNode Body) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Body.Output;

    public override EquatableArray<PlanNode> Inputs => [.. Tables.Select(table => table.Query), Body];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with
    {
        Tables = Tables.Select((table, index) => table with { Query = inputs[index] }).ToEquatableArray(),
        Body = inputs[inputs.Count - 1],
    };

    public override string Describe() => $"With: {string.Join(", ", Tables.Select(table => table.Name))}";
}
