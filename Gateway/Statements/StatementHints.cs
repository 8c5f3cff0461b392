using System.Collections.Frozen;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Optimizer;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// SAP HANA's <c>WITH HINT (…)</c>: what each hint changes for one statement. One that changes nothing here says so in a warning; the ones that ask for what is done
/// anyway need none.
/// </summary>
internal static class StatementHints
{
    private const string WarningCode = "01000";
    private const string NotCached = "results are not cached";

    /// <summary>Hints that keep something from the sources: as if these lacked the capabilities.</summary>
    private static readonly FrozenDictionary<string, string[]> Withholding = new Dictionary<string, string[]>
    {
        ["NO_REMOTE_JOIN"] = [Capability.Joins, Capability.JoinsOuter, Capability.JoinsFullOuter],
        ["NO_REMOTE_AGGR"] = [Capability.Aggregates, Capability.GroupBy, Capability.GroupingSets],
        ["NO_REMOTE_DISTINCT"] = [Capability.Distinct, Capability.DistinctAggregates],
        ["NO_REMOTE_UNION"] = [Capability.Union, Capability.UnionAll],
        ["NO_REMOTE_EXPR_MATERIALIZATION"] =
            [Capability.SimpleExpressionInProject, Capability.ExpressionInProject, Capability.NestedFunctionInProject, Capability.ExpressionInGroupBy, Capability.ExpressionInOrderBy],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Hints that ask for what happens without them.</summary>
    private static readonly FrozenSet<string> Granted = FrozenSet.Create(
        StringComparer.Ordinal,
        "REMOTE_AGGR", "REMOTE_DISTINCT", "REMOTE_UNION", "REMOTE_EXPR_MATERIALIZATION",
        "NO_RESULT_CACHE", "NO_DYNAMIC_RESULT_CACHE", "RESULT_CACHE_NO_REFRESH");

    /// <summary>Hints known from SAP HANA that nothing here answers to, and why.</summary>
    private static readonly FrozenDictionary<string, string> WithoutEffect = new Dictionary<string, string>
    {
        ["REMOTE_COLUMN_SCAN"] = "rows of sources always arrive in columns",
        ["NO_REMOTE_COLUMN_SCAN"] = "rows of sources always arrive in columns",
        ["DISTRIBUTED_ESTIMATION"] = "estimates come from statistics that are here",
        ["NO_DISTRIBUTED_ESTIMATION"] = "estimates come from statistics that are here",
        ["USE_REMOTE_CACHE"] = NotCached,
        ["RESULT_CACHE"] = NotCached,
        ["RESULT_CACHE_MAX_LAG"] = NotCached,
        ["RESULT_LAG"] = NotCached,
        ["DYNAMIC_RESULT_CACHE"] = NotCached,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How stale replicas may be that the statement reads, by its own words: the least when there are several; null when it does not say.</summary>
    public static TimeSpan? MaxStaleness(EquatableArray<string> hints)
    {
        TimeSpan? least = null;
        foreach (var hint in hints)
            if (HintNames.MaxStalenessOf(hint) is { } time && !(least <= time)) least = time;
        return least;
    }

    /// <summary>True when the statement asks to be planned at every execution.</summary>
    public static bool PlansAnew(EquatableArray<string> hints) => hints.Contains("IGNORE_PLAN_CACHE");

    /// <summary>The session's settings as the statement wants them.</summary>
    public static OptimizerSettings Apply(EquatableArray<string> hints, OptimizerSettings settings) => settings with
    {
        JoinPushdown = hints.Contains("REMOTE_JOIN") ? JoinPushdown.Always : settings.JoinPushdown,
        RemainderEngine = hints.Contains("NO_REMOTE_JOIN_RELOCATION") ? RemainderEngine.Local
            : hints.Contains("REMOTE_JOIN_RELOCATION") ? settings.RemainderEngine with { MayUpload = true, IgnoresCost = true }
            : settings.RemainderEngine,
        PartialAggregates = hints.Contains("NO_REMOTE_PREAGGR") ? false : hints.Contains("REMOTE_PREAGGR") ? true : settings.PartialAggregates,
    };

    /// <summary>What a source can do as far as the statement may use it.</summary>
    public static SourceProfile Apply(EquatableArray<string> hints, SourceProfile source)
    {
        var withheld = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var hint in hints)
            foreach (var capability in Withholding.GetValueOrDefault(hint, [])) withheld.TryAdd(capability, $"the hint {hint} keeps it here");
        return withheld.Count == 0 ? source : source with { Capabilities = source.Capabilities.Withholding(withheld) };
    }

    /// <summary>Tells the client of the hints that change nothing.</summary>
    public static void Warn(SessionState session, EquatableArray<string> hints)
    {
        foreach (var hint in hints)
        {
            if (WithoutEffect.TryGetValue(hint, out var reason)) session.Warning($"hint {hint} has no effect: {reason}", WarningCode);
            else if (!IsKnown(hint)) session.Warning($"hint {hint} is not known and has no effect", WarningCode);
        }
    }

    private static bool IsKnown(string hint) => hint is "REMOTE_JOIN" or "REMOTE_JOIN_RELOCATION" or "NO_REMOTE_JOIN_RELOCATION" or "REMOTE_PREAGGR" or "NO_REMOTE_PREAGGR" or "IGNORE_PLAN_CACHE" || HintNames.MaxStalenessOf(hint) is not null || Withholding.ContainsKey(hint) || Granted.Contains(hint);
}
