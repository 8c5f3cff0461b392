using FederationGateway.Adapters.Abstractions;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Uploads;

/// <summary>
/// Moves operators over rows of several places to one of these: the rows that are missing there go first, into temporary tables.
/// <code>
/// Aggregate: by g                 Remote: s
///   Inner join: a.x = b.x    =>     Aggregate: by g
///     Remote: s a (large)             Inner join: a.x = b.x
///     Remote: t b (small)               Scan: a
///                                       Scan: upload of [Remote: t b]
/// </code>
/// As for any other fragment, the source must compute it exactly, and keep every uploaded value as it is. Where the user names the source
/// (<see cref="RemainderEngine"/>) all that can run there does; otherwise only what is much cheaper there (<see cref="RelocationCost"/>).
/// </summary>
public sealed class RelocateRemainder : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context)
    {
        var engine = context.Settings.RemainderEngine;
        if (!engine.MayUpload || plan is RemoteNode) return plan;
        if (engine.Source is { } named) return new RelocationSearch(context, context.SourceOf(named), isNamed: true).Best(plan);
        var sources = Fragments.SourcesIn(plan);
        if (sources.Count < 2 && !plan.SelfAndDescendantsDeep().Any(node => node is ValuesNode or TableFunctionNode)) return plan;
        var cost = new RelocationCost(plan, context.Settings.DynamicFilterMaxKeys);
        var (best, bestCost) = (plan, engine.IgnoresCost ? double.MaxValue : cost.Of(plan));
        foreach (var source in sources.Where(TakesUploads))
        {
            var relocated = new RelocationSearch(context, context.SourceOf(source), isNamed: false).Best(plan);
            if (ReferenceEquals(relocated, plan) || cost.Of(relocated) is var relocatedCost && relocatedCost >= bestCost) continue;
            (best, bestCost) = (relocated, cost.Of(relocated));
        }

        return best;

        bool TakesUploads(string source) => source is not (TableHandle.LocalSource or TableHandle.SystemSource) && context.SourceOf(source).Capabilities[Capability.TemporaryTables] == Pushdown.Exact
            || WithheldFrom(source, plan, context);
    }

    // A source that had the capability and lost it for this statement: the joins say so.
    private static bool WithheldFrom(string source, PlanNode plan, RuleContext context)
    {
        if (source is TableHandle.LocalSource or TableHandle.SystemSource || context.SourceOf(source).Capabilities.WithheldBecause(Capability.TemporaryTables) is not { } reason) return false;
        foreach (var join in plan.SelfAndDescendantsDeep().OfType<JoinNode>().Where(join => join.Inputs.Any(input => input is RemoteNode remote && remote.Source == source)))
            context.NotRelocated(join, new PushdownRefusal(RefusalCode.CapabilityMissing, $"nothing is uploaded to {source}: {reason}") { Cause = "nothing is uploaded to the source" });
        return false;
    }
}
