using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Rules.Pushdown;

namespace FederationGateway.Optimizer;

/// <summary>The optimizer's table of contents: what it does, in order.</summary>
internal static class Stages
{
    public static IReadOnlyList<Stage> All { get; } =
    [
        new Stage("sources", new ScanSources()),
    ];
}
