using FederationGateway.Common;

namespace FederationGateway.Plan;

public enum SetOperationKind { Union, Intersect, Except }

/// <summary>
/// UNION, INTERSECT or EXCEPT of two inputs or more (more only for UNION), matched by position; <see cref="Columns"/> have ids of their own.
/// The inputs' columns already have the output's types.
/// </summary>
public sealed record SetOperationNode(SetOperationKind Kind, bool IsAll, EquatableArray<PlanNode> Branches, EquatableArray<OutputColumn> Columns) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Columns;

    public override EquatableArray<PlanNode> Inputs => Branches;

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Branches = inputs };

    public override string Describe() => $"{Kind}{(IsAll ? " all" : "")}";
}
