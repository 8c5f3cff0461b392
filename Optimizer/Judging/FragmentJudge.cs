using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>
/// Decides whether a source may run a fragment: its capabilities must allow each clause of the statement, and its dialect must be able to write it with our meaning.
/// </summary>
public static class FragmentJudge
{
    public static Verdict Judge(PlanNode fragment, SourceProfile source)
    {
        var allowed = new BlockRules(source, fragment).Check(QueryBlocks.Build(fragment));
        if (allowed.Pushdown == Pushdown.Never) return allowed;
        var written = QueryWriter.Write(fragment, source.Dialect, new QueryWriterOptions { StarForAllColumns = !source.Capabilities.Has(Capability.Project) });
        if (written.Refusal is { } refusal) return new Verdict(Pushdown.Never, refusal);
        return written.IsSuperset ? allowed.And(new Verdict(Pushdown.Superset, new PushdownRefusal(RefusalCode.SupersetRecheck, $"{source.Name} may keep more rows than asked"))) : allowed;
    }

    /// <summary>Whether a source may filter a fragment's rows by one condition, other conditions left aside.</summary>
    public static Verdict JudgeCondition(PlanNode fragment, Expression condition, SourceProfile source)
    {
        var verdict = Judge(new FilterNode(WithoutFilters(fragment), condition), source);
        return verdict.Pushdown == Pushdown.Superset && !Polarity.MayBeWeakened(condition)
            ? new Verdict(Pushdown.Never, new PushdownRefusal(
                RefusalCode.DifferentSemantics, $"{source.Name} could return too few rows for {condition}", "the source compares these values more loosely than the gateway")
            {
                Cause = $"{source.Name} could return too few rows",
            })
            : verdict;
    }

    private static PlanNode WithoutFilters(PlanNode fragment) => fragment switch
    {
        FilterNode filter => WithoutFilters(filter.Input),
        ProjectNode project => project with { Input = WithoutFilters(project.Input) },
        _ => fragment,
    };
}
