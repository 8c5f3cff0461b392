using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>Which capability each set operation is.</summary>
public static class SetCapabilities
{
    /// <summary>The capability a set operation needs.</summary>
    public static string Of(SetOperationNode node) => (node.Kind, node.IsAll) switch
    {
        (SetOperationKind.Union, true) => Capability.UnionAll,
        (SetOperationKind.Union, false) => Capability.Union,
        (SetOperationKind.Intersect, true) => Capability.IntersectAll,
        (SetOperationKind.Intersect, false) => Capability.Intersect,
        (SetOperationKind.Except, true) => Capability.ExceptAll,
        _ => Capability.Except,
    };
}
