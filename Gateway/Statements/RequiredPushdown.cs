using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// <c>SET require_pushdown = on</c>: no fragment may be all rows of a large table. What dynamic filters leave of a fragment is known only when it is sent, so
/// that those are looked at then.
/// </summary>
internal sealed class RequiredPushdown
{
    private readonly OptimizedPlan _plan;
    private readonly long _maximumRows;
    private readonly bool _isDeep;

    private RequiredPushdown(OptimizedPlan plan, long maximumRows, bool isDeep) => (_plan, _maximumRows, _isDeep) = (plan, maximumRows, isDeep);

    /// <summary>Null when the session does not ask for it.</summary>
    public static RequiredPushdown? Of(SessionSettings settings, OptimizedPlan plan, bool isDeep) =>
        settings.IsOn(SettingsTable.RequirePushdown) ? new(plan, long.Parse(settings[SettingsTable.RequirePushdownRows], CultureInfo.InvariantCulture), isDeep) : null;

    /// <summary>54000 when a fragment of the plan is a table's bare scan.</summary>
    public void CheckPlan() => Walk(() =>
    {
        foreach (var remote in _plan.Root.SelfAndDescendantsWithUploads().OfType<RemoteNode>()) Check(remote, () => ReasonFor(remote));
    });

    /// <summary>The same for a fragment as it is sent: only one whose keys were given up can have become a bare scan since.</summary>
    public void CheckFragment(RemoteNode sent, RemoteNode planned) => Walk(() => Check(sent, static () => KeysGivenUp));

    private static PushdownRefusal KeysGivenUp { get; } = new(
        RefusalCode.Cost, "the other side of the join has too many keys to be sent as a filter", $"SET {SettingsTable.DynamicFilterMaxKeys} allows more of them");

    private void Check(RemoteNode remote, Func<PushdownRefusal?> reasonOf)
    {
        if (remote.Source is TableHandle.LocalSource or TableHandle.SystemSource) return;
        if (BareScans(remote.Fragment).FirstOrDefault(scan => Estimator.Rows(scan) > _maximumRows) is not { } whole) return;
        var reason = reasonOf();
        var size = whole.Table.Statistics is { } statistics ? string.Create(CultureInfo.InvariantCulture, $"about {statistics.RowCount:0} rows") : "a number of rows nobody counted";
        throw new GatewayException(SqlState.ProgramLimitExceeded, $"{SettingsTable.RequirePushdown} does not allow to read all of \"{whole.Table.DisplayName}\" from remote source \"{remote.Source}\"")
        {
            Detail = $"The table has {size}, more than {SettingsTable.RequirePushdownRows} allows. {(reason is null ? "The statement asks for all of them." : $"{reason.Code}: {reason.Message}.")}",
            Hint = reason?.Hint is { } hint ? Sentence(hint) : "Add a condition the source can evaluate, or a LIMIT; EXPLAIN shows what stays local and why.",
        };
    }

    // Why what would have left fewer rows is not in the fragment: the first own reason on the way up to it. Null when the statement has nothing of the kind.
    private PushdownRefusal? ReasonFor(RemoteNode remote)
    {
        var above = _plan.Refusals
            .Select(entry => (Node: entry.Key, Reasons: entry.Value, Below: entry.Key.SelfAndDescendantsDeep().ToList()))
            .Where(entry => entry.Below.Any(node => ReferenceEquals(node, remote)))
            .OrderBy(entry => entry.Below.Count)
            .ToList();
        var reducing = above.FindIndex(entry => entry.Node is FilterNode or AggregateNode or DistinctNode or LimitNode or JoinNode);
        return reducing < 0 ? null : above.Take(reducing + 1).SelectMany(entry => entry.Reasons).OrderBy(reason => reason.Code == RefusalCode.InputStayedLocal).First();
    }

    // Tables of which every row comes, under whatever only renames, computes or orders.
    private static IEnumerable<ScanNode> BareScans(PlanNode fragment) => fragment switch
    {
        ScanNode scan => [scan],
        ProjectNode or SortNode or WindowNode => BareScans(fragment.Inputs[0]),
        SetOperationNode { Kind: SetOperationKind.Union } union => union.Branches.SelectMany(BareScans),
        _ => [],
    };

    private static string Sentence(string hint) => char.ToUpperInvariant(hint[0]) + hint[1..] + ".";

    private void Walk(Action walk)
    {
        if (!_isDeep) walk();
        else LargeStack.Run(() =>
        {
            walk();
            return true;
        });
    }
}
