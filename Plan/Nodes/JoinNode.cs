using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>Semi and anti joins put out the left side only.</summary>
public enum JoinKind { Inner, Left, Right, Full, Cross, Semi, Anti }

/// <summary>A join on any condition (null for a cross join). <see cref="IsLateral"/>: the right side refers to columns of the left.</summary>
public sealed record JoinNode(JoinKind Kind, PlanNode Left, PlanNode Right, Expression? Condition, bool IsLateral = false) : PlanNode
{
    private Memo _memo;

    public override EquatableArray<OutputColumn> Output => Kind is JoinKind.Semi or JoinKind.Anti ? Left.Output : _memo.OutputOf(Left, Right);

    public override EquatableArray<PlanNode> Inputs => [Left, Right];

    public override PlanNode WithInputs(EquatableArray<PlanNode> inputs) => this with { Left = inputs[0], Right = inputs[1] };

    public override string Describe() => $"{Kind} join{(IsLateral ? " lateral" : "")}{(Condition is null ? "" : $": {Condition}")}";

    /// <summary>
    /// The columns of both sides once they were asked for: a chain of joins would put those of its lowest tables together again at every level. No part of the node's value,
    /// and of no use to a copy with other sides.
    /// </summary>
    private struct Memo : IEquatable<Memo>
    {
        private Columns? _last;

        public EquatableArray<OutputColumn> OutputOf(PlanNode left, PlanNode right)
        {
            if (_last is not { } known || !ReferenceEquals(known.Left, left) || !ReferenceEquals(known.Right, right)) _last = known = new Columns(left, right, [.. left.Output, .. right.Output]);
            return known.Output;
        }

        public readonly bool Equals(Memo other) => true;

        public override readonly bool Equals(object? obj) => obj is Memo;

        public override readonly int GetHashCode() => 0;

        private sealed record Columns(PlanNode Left, PlanNode Right, EquatableArray<OutputColumn> Output);
    }
}
