using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// One relational operator: immutable, knows its output, its inputs and its EXPLAIN line, nothing about rules, SQL text or drivers.
/// A closed family, walked with <c>switch</c>.
/// </summary>
public abstract record PlanNode
{
    private protected PlanNode()
    {
    }

    /// <summary>The columns that leave, in order.</summary>
    public abstract EquatableArray<OutputColumn> Output { get; }

    public abstract EquatableArray<PlanNode> Inputs { get; }

    /// <summary>The same operator over other inputs (as many as <see cref="Inputs"/> has).</summary>
    public abstract PlanNode WithInputs(EquatableArray<PlanNode> inputs);

    /// <summary>The line EXPLAIN shows, without children.</summary>
    public abstract string Describe();

    public sealed override string ToString() => Describe();
}
