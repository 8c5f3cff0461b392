using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Uploads;

/// <summary>
/// What of one plan could run at one source. From the leaves up: an operator moves when the source can run it over what has moved below and over uploads of the rest.
/// </summary>
/// <param name="isNamed">True when the user named the source: cost does not count, and rows of other places are brought together there as well.</param>
internal sealed class RelocationSearch(RuleContext context, SourceProfile source, bool isNamed)
{
    private readonly RelocationNames _names = new();
    private readonly Dictionary<PlanNode, RemoteNode?> _candidates = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PlanNode, PlanNode> _best = new(ReferenceEqualityComparer.Instance);
    private RelocationCost? _cost;

    private bool IgnoresCost => isNamed || context.Settings.RemainderEngine.IgnoresCost;

    /// <summary>The plan with the largest pieces moved that are worth it.</summary>
    public PlanNode Best(PlanNode plan)
    {
        _cost ??= new RelocationCost(plan, context.Settings.DynamicFilterMaxKeys);
        if (plan is RemoteNode) return plan;
        if (!_best.TryGetValue(plan, out var known)) _best.Add(plan, known = FindBest(plan));
        return known;
    }

    private PlanNode FindBest(PlanNode plan)
    {
        if (Candidate(plan) is { } moved && (IgnoresCost || _cost!.IsWorthIt(moved))) return moved;
        var inputs = plan.Inputs.Select(Best).ToArray();
        var changed = inputs.Where((input, index) => !ReferenceEquals(input, plan.Inputs[index])).Any();
        var best = Subqueries.MapQueries(changed ? plan.WithInputs(inputs.ToEquatableArray()) : plan, Best);
        if (!ReferenceEquals(best, plan) && context.WhyNotRelocated(plan) is { } refusal) context.NotRelocated(best, refusal);
        return best;
    }

    /// <summary>The operator and all below it as one fragment; null when it cannot be one, or would be nothing but pushdown.</summary>
    private RemoteNode? Candidate(PlanNode node)
    {
        if (!_candidates.TryGetValue(node, out var known)) _candidates.Add(node, known = Find(node));
        return known;
    }

    private RemoteNode? Find(PlanNode node)
    {
        if (node is RemoteNode) return null;
        var inputs = node.Inputs.Select(input => Candidate(input) ?? Best(input)).ToArray();
        var moved = Subqueries.MapQueries(node.WithInputs(inputs.ToEquatableArray()), query => Candidate(query) ?? Best(query));
        if (!IsMovable(moved)) return null;
        var uploads = new UploadSet(source, _names);
        var opened = Open(moved, uploads);
        if (uploads.Uploads.IsEmpty) return null;
        var refusal = uploads.Refusal ?? FragmentJudge.Judge(opened, source) switch
        {
            { IsExact: true } => source.Capabilities.HasExact(Capability.TemporaryTables) ? null : Missing(),
            var verdict => verdict.Refusal,
        };
        if (refusal is null) return new RemoteNode(source.Name, opened) { Relocation = new Relocation(uploads.Uploads, node, Reason, IgnoresCost) };
        if (isNamed) context.NotRelocated(node, refusal);
        return null;
    }

    private string Reason => isNamed ? $"the setting remainder_engine names {source.Name}" : IgnoresCost ? "the hint REMOTE_JOIN_RELOCATION asks for it" : "fewer rows travel";

    private static PlanNode Open(PlanNode node, UploadSet uploads) => node is WithNode
        ? uploads.OpenQuery(node)
        : Subqueries.MapQueries(node.WithInputs(node.Inputs.Select(uploads.Open).ToEquatableArray()), uploads.OpenQuery);

    private PushdownRefusal Missing() => new(
        RefusalCode.CapabilityMissing, source.Capabilities.WithheldBecause(Capability.TemporaryTables) ?? $"{source.Name} has no {Capability.TemporaryTables}: {CapabilityDescriptions.Of(Capability.TemporaryTables)}");

    /// <summary>
    /// Operators that look at many rows move if rows of the source, or the user, call them there. The others only go along: by themselves they are cheap wherever they run.
    /// </summary>
    private bool IsMovable(PlanNode node) => node switch
    {
        JoinNode { IsLateral: true } => false,
        WithNode => ReadsSource(node) || isNamed && ReadsRows(node),
        SetOperationNode { Kind: SetOperationKind.Union, IsAll: true } => node.Inputs.Any(IsRelocated),
        JoinNode or SetOperationNode => node.Inputs.Any(IsOfSource) || isNamed && ReadsRows(node),
        AggregateNode or DistinctNode or WindowNode => IsRelocated(node.Inputs[0]) || isNamed && !IsOfSource(node.Inputs[0]) && ReadsRows(node),
        FilterNode or ProjectNode or SortNode or LimitNode => IsRelocated(node.Inputs[0]) || IsOfSource(node.Inputs[0]) && node.Expressions().Any(Subqueries.HasSubquery),
        _ => false,
    };

    private bool IsOfSource(PlanNode node) => node is RemoteNode remote && remote.Source == source.Name;

    private static bool IsRelocated(PlanNode node) => node is RemoteNode { Relocation: not null };

    private bool ReadsSource(PlanNode node) => Fragments.SourcesIn(node).Contains(source.Name);

    /// <summary>Rows of the dictionary, or made of nothing, are never worth a thought.</summary>
    private static bool ReadsRows(PlanNode node) => Fragments.SourcesIn(node).Any(name => name != TableHandle.SystemSource);
}
