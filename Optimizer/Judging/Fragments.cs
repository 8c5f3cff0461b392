using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>Making one fragment out of an operator and the fragments below it.</summary>
internal static class Fragments
{
    /// <summary>The node as a fragment of the source all its inputs come from, not judged yet; or why there is no such source.</summary>
    public static (RemoteNode? Fragment, PushdownRefusal? Refusal) Merge(PlanNode node)
    {
        var sources = SourcesOf(node);
        if (sources.Refusal is not null) return (null, sources.Refusal);
        return Open(node, sources.Name!) is { } opened ? (new RemoteNode(sources.Name!, opened), null) : (null, OtherSource(node, sources.Name!));
    }

    /// <summary>The fragment of the node if its source may run it exactly, else the reason.</summary>
    public static (RemoteNode? Fragment, PushdownRefusal? Refusal) Absorb(PlanNode node, RuleContext context)
    {
        var (fragment, refusal) = Merge(node);
        if (fragment is null) return (null, refusal);
        var verdict = FragmentJudge.Judge(fragment.Fragment, context.SourceOf(fragment.Source));
        return verdict.IsExact ? (fragment, null) : (null, verdict.Refusal);
    }

    /// <summary>The plan with this source's fragments put back in; null when it also reads anything else.</summary>
    public static PlanNode? Open(PlanNode plan, string source)
    {
        var isWhole = true;
        var opened = plan.RewriteDeep(node =>
        {
            if (node is not RemoteNode remote) return node;
            isWhole &= remote.Source == source;
            return remote.Fragment;
        });
        return isWhole ? opened : null;
    }

    /// <summary>The expression with the fragments in its queries put back in; null when those also read anything else.</summary>
    public static Expression? Open(Expression expression, string source)
    {
        if (!expression.HasSubquery()) return expression;
        var isWhole = true;
        var opened = expression.Rewrite(part => part, query =>
        {
            var inner = Open(query, source);
            isWhole &= inner is not null;
            return inner ?? query;
        });
        return isWhole ? opened : null;
    }

    /// <summary>The sources a plan reads, queries inside expressions included.</summary>
    public static IReadOnlyList<string> SourcesIn(PlanNode plan) => [.. plan.SelfAndDescendantsDeep().OfType<RemoteNode>().Select(remote => remote.Source).Distinct()];

    public static PushdownRefusal OtherSource(PlanNode node, string source) => new(
        RefusalCode.DifferentSources,
        $"a subquery reads {string.Join(", ", SourcesIn(node).Where(other => other != source).Select(DisplayName).DefaultIfEmpty("local rows"))}, the rows are in {source}");

    private static (string? Name, PushdownRefusal? Refusal) SourcesOf(PlanNode node)
    {
        var inputs = node.Inputs;
        if (inputs.IsEmpty) return (null, new PushdownRefusal(RefusalCode.LocalData, "the rows are made here"));
        var names = inputs.OfType<RemoteNode>().Select(remote => remote.Source).Distinct().ToList();
        if (names.Count > 1)
        {
            var hint = node is JoinNode ? "a condition that leaves few rows on one side lets their keys filter the other" : null;
            return (null, new PushdownRefusal(RefusalCode.DifferentSources, $"the inputs come from {string.Join(" and ", names.Select(DisplayName))}", hint));
        }

        if (inputs.FirstOrDefault(input => input is ValuesNode or TableFunctionNode or CteScanNode) is { } local) return (null, new PushdownRefusal(RefusalCode.LocalData, $"{local.Describe()} is made here"));
        if (inputs.FirstOrDefault(input => input is not RemoteNode) is { } below) return (null, new PushdownRefusal(RefusalCode.InputStayedLocal, $"its input \"{Kind(below)}\" stays local"));
        return (names[0], null);
    }

    private static string DisplayName(string source) => source switch
    {
        TableHandle.LocalSource => "local tables",
        TableHandle.SystemSource => "the dictionary",
        _ => source,
    };

    private static string Kind(PlanNode node)
    {
        var line = node.Describe();
        var end = line.IndexOf(':', StringComparison.Ordinal);
        return end < 0 ? line : line[..end];
    }
}
