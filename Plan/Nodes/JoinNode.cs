using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>Semi and anti joins put out the left side only.</summary>
public enum JoinKind { Inner, Left, Right, Full, Cross, Semi, Anti }

/// <summary>A join on any condition (null for a cross join). <see cref="IsLateral"/>: the right side refers to columns of the left.</summary>
public sealed record JoinNode(JoinKind Kind, PlanNode Left, PlanNode Right, Expression? Condition, bool IsLateral = false) : PlanNode
{
    public override EquatableArray<OutputColumn> Output => Kind is JoinKind.Semi or JoinKind.Anti ? Left.Output : [.. Left.Output, .. Right.Output];

    public override EquatableArray<PlanNode> Inputs => [Left, Right];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Left = inputs[0], Right = inputs[1] };

    public override string Describe() => $"{Kind} join{(IsLateral ? " lateral" : "")}{(Condition is null ? "" : $": {Condition}")}";
}
